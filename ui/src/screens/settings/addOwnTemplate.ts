/** Adds one template of a person's own to what is set up, and to what they are editing in Settings meanwhile. */

import { newOpId } from "../../core/opid";
import type { Host, TemplateForm } from "../../host/host";
import { draftOf, formOf } from "./draft";
import { keptSettings } from "./keptSettings";

export async function addOwnTemplate(host: Host, staffId: string, template: TemplateForm): Promise<void> {
  const draft = draftOf(await host.setup());
  const added = { ...template, key: newOpId(Date.now()) };
  await host.saveSetup(formOf({ ...draft, own: [...draft.own, added] }));
  const kept = keptSettings.get(staffId);
  if (kept?.edits.own === undefined) return;
  keptSettings.set(staffId, { ...kept, edits: { ...kept.edits, own: [...kept.edits.own, added] } });
}
