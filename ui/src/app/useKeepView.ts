/** Keeps the view that the person is in, so that the desk opens there again. */

import { useEffect, useEffectEvent, useState } from "react";
import type { SessionView } from "../host/host";
import { isRailView } from "../screens/queue/views";
import type { Place } from "./place";
import { savedViewAt } from "./SavedViews";
import { useSetup } from "./setup";
import type { KeptScreen } from "./windowPlace";
import { useWindowPlace } from "./windowPlaceContext";

/** Whoever walks through several views stays in the last of them. */
export const KEEP_MS = 1000;

/** A saved view, a search through everything and what is no list leave what was kept before. */
export function useKeepView(session: SessionView, place: Place, search: string): void {
  const windowPlace = useWindowPlace();
  const setup = useSetup();
  const here = savedViewAt(setup, place, search) === null ? screenOf(place) : null;
  const [last, setLast] = useState({ screen: here, isChange: false });
  if (here !== null && here !== last.screen) setLast({ screen: here, isChange: true });
  const keep = useEffectEvent((screen: KeptScreen) => {
    // Where it cannot be kept the desk opens in the person's first view: nothing is lost by it.
    void windowPlace.keepScreen(session, screen).catch(() => undefined);
  });
  useEffect(() => {
    const { screen, isChange } = last;
    if (screen === null || !isChange) return;
    const timer = setTimeout(() => keep(screen), KEEP_MS);
    return () => clearTimeout(timer);
  }, [last]);
}

function screenOf(place: Place): KeptScreen | null {
  if (place.kind === "workload") return "workload";
  return place.kind === "view" && isRailView(place.view) ? place.view : null;
}
