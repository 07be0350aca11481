/** Saves an entry once, however often saving is pressed, and says what stands in the way. */

import { useRef, useState } from "react";
import { useHost } from "../../host/context";
import { commandError } from "../../host/host";
import { errorText } from "../../words/errors";
import { type Entry, formOf } from "./entry";

export type SaveEntry = {
  /** Saving was pressed: from now on blanks are named beside their fields. */
  tried: number;
  saving: boolean;
  error: string | null;
  save: () => void;
};

export function useSaveEntry(entry: Entry, onEntered: (requestId: string) => void): SaveEntry {
  const host = useHost();
  const [tried, setTried] = useState(0);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const running = useRef(false);

  async function run(): Promise<void> {
    setTried((count) => count + 1);
    const form = formOf(entry);
    if (form === null || running.current) return;
    running.current = true;
    setSaving(true);
    setError(null);
    try {
      const { requestId } = await host.enter(form);
      onEntered(requestId);
    } catch (failure) {
      setError(errorText(commandError(failure)));
    } finally {
      running.current = false;
      setSaving(false);
    }
  }

  return { tried, saving, error, save: () => void run() };
}
