/** The views in the order of the rail, and where their counts stand. */

import type { RailView, ViewId } from "../../host/host";

export const VIEW_IDS: readonly ViewId[] = [
  "unassigned",
  "urgent",
  "mine",
  "team",
  "waiting",
  "done-today",
  "all-open",
];

const COUNT: Record<ViewId, keyof RailView> = {
  unassigned: "unassigned",
  urgent: "urgent",
  mine: "mine",
  team: "team",
  waiting: "waiting",
  "done-today": "doneToday",
  "all-open": "allOpen",
};

export function railCount(rail: RailView, view: ViewId): number {
  return rail[COUNT[view]];
}
