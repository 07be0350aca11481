/** Where in the desk the person is, what they search for, and the way back. What of it is kept is in `useKeepView.ts`. */

import { useState } from "react";
import type { SessionView, ViewId } from "../host/host";
import type { Place } from "./place";
import { openingScreen } from "./windowPlace";

const EVERYTHING: Place = { kind: "view", view: "everything" };

export function useRoute(session: SessionView) {
  const [place, setPlace] = useState<Place>(() => placeOf(openingScreen(session)));
  const [cameFrom, setCameFrom] = useState(place);
  const [search, setSearch] = useState("");
  const [writing, setWriting] = useState(false);
  const [pane, setPane] = useState<"list" | "reader">("list");

  function go(next: Place): void {
    setPlace(next);
    setSearch("");
    setWriting(false);
    setPane(next.kind === "view" && next.requestId !== undefined ? "reader" : "list");
  }

  /** Searching where there is no list searches all that is open. */
  function searchFor(words: string): void {
    if (place.kind !== "view") go({ kind: "view", view: "all-open" });
    setSearch(words);
  }

  function lookFor(view: ViewId, words: string): void {
    go({ kind: "view", view });
    setSearch(words);
  }

  /** Looks through open and closed requests alike, for the words that are in the field already. */
  function searchAll(): void {
    if (!isEverything(place)) setCameFrom(place.kind === "view" ? { kind: "view", view: place.view } : place);
    go(EVERYTHING);
    setSearch(search);
  }

  /** Ends a search; one through everything leads back to where it began. */
  function leaveSearch(): void {
    if (isEverything(place)) go(cameFrom);
    else setSearch("");
  }

  return {
    place,
    go,
    search,
    lookFor,
    searchFor,
    searchAll,
    leaveSearch,
    writing,
    setWriting,
    pane,
    setPane,
  };
}

function isEverything(place: Place): boolean {
  return place.kind === "view" && place.view === "everything";
}

function placeOf(screen: ViewId | "workload"): Place {
  return screen === "workload" ? { kind: "workload" } : { kind: "view", view: screen };
}
