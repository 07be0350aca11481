/** What lies over the desk, and what becomes of the desk when it closes. */

import { useState } from "react";
import { decideWords } from "../words/decide";
import { enterWords } from "../words/enter";
import type { HelpDialog } from "./HelpDialogs";
import type { PlaceContext } from "./place";

export type Overlay = HelpDialog | "palette" | "enter" | "outage" | "actions" | "minutes";

export type Over = ReturnType<typeof useOverlays>;

export function useOverlays(readOnly: boolean, go: PlaceContext["go"], say: (text: string) => void) {
  const [shown, setShown] = useState<Overlay | null>(null);
  const [reread, setReread] = useState(0);
  const enterOff = readOnly ? decideWords.off.readOnly : null;

  function open(next: Overlay): void {
    if (next === "enter" && enterOff !== null) say(enterOff);
    else setShown(next);
  }

  function entered(requestId: string, name: string): void {
    setShown(null);
    go({ kind: "view", view: "unassigned", requestId });
    say(enterWords.saved(name));
  }

  return {
    shown,
    /** Why no request can be entered; null when one can. */
    enterOff,
    /** Changes when the list on screen has to be built again. */
    reread,
    open,
    entered,
    /** The person's minutes begin: what fits is the list on screen. */
    minutesStarted: () => {
      setShown(null);
      go({ kind: "view", view: "minutes" });
    },
    close: () => setShown(null),
    readAgain: () => setReread((count) => count + 1),
  };
}
