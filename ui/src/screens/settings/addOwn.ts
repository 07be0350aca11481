/** Adds one thing of a person's own to what is set up, and to what they are editing in Settings meanwhile. */

import type { Host } from "../../host/host";
import { draftOf, formOf, type SettingsDraft } from "./draft";
import { keptSettings } from "./keptSettings";

type OwnPart = "own" | "savedViews";

export async function addOwn<Part extends OwnPart>(
  host: Host,
  staffId: string,
  part: Part,
  added: SettingsDraft[Part][number],
): Promise<void> {
  const draft = draftOf(await host.setup());
  await host.saveSetup(formOf({ ...draft, [part]: [...draft[part], added] }));
  const kept = keptSettings.get(staffId);
  const edited = kept?.edits[part];
  if (kept === undefined || edited === undefined) return;
  keptSettings.set(staffId, { ...kept, edits: { ...kept.edits, [part]: [...edited, added] } });
}
