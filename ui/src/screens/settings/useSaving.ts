/** Saves what stands in a dialog: once at a time, and what was wrong with it is said in the dialog. */

import { type FormEvent, useState } from "react";
import { commandError } from "../../host/host";
import { errorText } from "../../words/errors";
import { settingProblem } from "../../words/settings";

export function useSaving(save: () => Promise<void>, refused: (why: string) => string) {
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function trySaving() {
    if (saving) return;
    setSaving(true);
    try {
      await save();
    } catch (thrown) {
      const error = commandError(thrown);
      const isRefused = error.kind === "invalid";
      setProblem(isRefused ? refused(settingProblem(error.field, error.problem)) : errorText(error));
      setSaving(false);
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    void trySaving();
  }

  return { saving, problem, submit };
}
