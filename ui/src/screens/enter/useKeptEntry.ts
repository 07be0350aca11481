/** The request that is being entered, kept for whoever enters it until it is saved. */

import { useMemo, useState } from "react";
import { useHost } from "../../host/context";
import { useTyped } from "../typed/useTyped";
import { type Entry, isBegun, newEntry } from "./entry";
import { readEntry, renewEntry } from "./readEntry";

export type KeptEntry = ReturnType<typeof useKeptEntry>;

export function useKeptEntry() {
  const host = useHost();
  const typed = useTyped("enter", {
    renew: (text) => renewEntry(host, text),
    // Two callers are never mixed: what was begun before stays whole.
    join: (kept) => kept,
  });
  const [fresh, setFresh] = useState(newEntry);
  const kept = useMemo(() => readEntry(typed.text), [typed.text]);
  return {
    entry: kept ?? fresh,
    /** When it was kept last; null where it is not known. */
    keptAt: typed.savedAt,
    /** It has come back, and nothing of it was changed. */
    isBack: typed.state === "restored" && kept !== null,
    /** Nothing more may be typed about it. */
    isNotKept: typed.state === "failed",
    change: (next: Entry) => {
      setFresh(next);
      typed.setText(isBegun(next) ? JSON.stringify(next) : "");
    },
    /** It leaves the screen: what was typed last is kept at once. */
    keep: () => void typed.save(),
    /** It is saved, or thrown away: the next one has ids of its own. */
    renew: () => {
      setFresh(newEntry());
      typed.setText("");
      void typed.save();
    },
  };
}
