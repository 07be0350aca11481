/** The settings as they are being edited, and saving them: all or nothing, and "saved" only once Rust has said so. */

import { useState } from "react";
import type { SettingsSection } from "../../app/place";
import { useHost } from "../../host/context";
import { type CommandError, commandError, type SetupView, type StaffView } from "../../host/host";
import { errorText } from "../../words/errors";
import { MAY_CHANGE, settingProblem } from "../../words/settings";
import { draftOf, type Edits, formOf, isChanged, touchesPractice, withoutSent } from "./draft";
import { type Kept, keptSettings } from "./keptSettings";

/** A line that Rust refused, or why nothing was saved at all. */
export type Fault = { field: string | null; text: string };

export type Settings = ReturnType<typeof useSettings>;

export function useSettings(setup: SetupView, staff: StaffView | null, again: () => Promise<void>) {
  const host = useHost();
  const who = staff?.id ?? "";
  const since = setup.changedAt?.iso ?? null;
  const [kept, setKept] = useState<Kept>(() => keptSettings.get(who) ?? { edits: {}, since });
  const [saving, setSaving] = useState(false);
  const [saved, setSaved] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const mayChange = staff !== null && MAY_CHANGE[staff.role];
  const draft = { ...draftOf(setup), ...kept.edits };
  const changed = isChanged(draft, setup);

  function keep(next: Kept): void {
    if (isChanged({ ...draftOf(setup), ...next.edits }, setup)) keptSettings.set(who, next);
    else keptSettings.delete(who);
    setKept(next);
  }

  function edit(edits: Edits): void {
    const began = changed ? kept : { edits: {}, since };
    keep({ ...began, edits: { ...began.edits, ...edits } });
    setFault(null);
    setSaved(false);
  }

  async function save(): Promise<void> {
    if (saving || !changed) return;
    setSaving(true);
    setFault(null);
    const sent = kept.edits;
    try {
      const { changedAt } = await host.saveSetup(formOf(draft));
      await again();
      const newest = keptSettings.get(who) ?? kept;
      keep({ edits: withoutSent(newest.edits, sent), since: changedAt?.iso ?? null });
      setSaved(true);
    } catch (error) {
      setFault(faultOf(commandError(error)));
    } finally {
      setSaving(false);
    }
  }

  return {
    setup,
    draft,
    mayChange,
    changed,
    /** Somebody else changed the practice's part since the edits to it began. */
    overtaken: changed && touchesPractice(kept.edits) && kept.since !== since,
    saving,
    saved: saved && !changed,
    fault,
    edit,
    save,
    again,
    discard: () => {
      keep({ edits: {}, since });
      setFault(null);
    },
  };
}

export function faultOf(error: CommandError): Fault {
  if (error.kind !== "invalid") return { field: null, text: errorText(error) };
  return { field: error.field, text: settingProblem(error.field, error.problem) };
}

/** The part of Settings in which a field stands. */
export function sectionOf(field: string, shared: number): SettingsSection | null {
  const [list, index] = field.split(".");
  switch (list) {
    case "routes":
    case "outcomes":
      return list;
    case "templates":
      return index !== undefined && Number(index) >= shared ? "yours" : "templates";
    case "recordFormat":
      return "record";
    default:
      return null;
  }
}

/** The id of the element in which a field is edited. */
export function fieldId(field: string): string {
  return `setting-${field}`;
}
