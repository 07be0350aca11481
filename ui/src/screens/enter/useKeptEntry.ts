/** The request that is being entered, kept for whoever enters it until it is saved. */

import { useMemo, useState } from "react";
import { useTyped } from "../typed/useTyped";
import { type Entry, isBegun, newEntry, readEntry } from "./entry";

export function useKeptEntry() {
  const typed = useTyped("enter");
  const [fresh, setFresh] = useState(newEntry);
  const kept = useMemo(() => readEntry(typed.text), [typed.text]);
  return {
    entry: kept ?? fresh,
    /** Nothing more may be typed about it. */
    isNotKept: typed.state === "failed",
    change: (next: Entry) => {
      setFresh(next);
      typed.setText(isBegun(next) ? JSON.stringify(next) : "");
    },
    /** It is saved, or thrown away: the next one has ids of its own. */
    renew: () => {
      setFresh(newEntry());
      typed.setText("");
    },
  };
}
