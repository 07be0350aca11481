/** The views in the order of the rail, and where their counts stand. */

import type { RailView, ViewId } from "../../host/host";

/** A list of the rail; a search through everything and what somebody planned have no place there. */
export type RailViewId = Exclude<ViewId, "everything" | "minutes">;

export const VIEW_IDS: readonly RailViewId[] = [
  "unassigned",
  "urgent",
  "mine",
  "team",
  "waiting",
  "held",
  "done-today",
  "all-open",
];

/** False for lists without a place on the rail, and for what only another version knows. */
export function isRailView(view: string): view is RailViewId {
  return VIEW_IDS.some((known) => known === view);
}

const COUNT: Record<RailViewId, keyof RailView> = {
  unassigned: "unassigned",
  urgent: "urgent",
  mine: "mine",
  team: "team",
  waiting: "waiting",
  held: "held",
  "done-today": "doneToday",
  "all-open": "allOpen",
};

export function railCount(rail: RailView, view: RailViewId): number {
  return rail[COUNT[view]];
}
