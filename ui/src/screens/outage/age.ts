/** How far behind the practice a list is. */

import type { OutageListView } from "../../host/host";

const MINUTE_MS = 60_000;
/** From here on urgent requests may be waiting where nobody looks (ux.md section 9). */
const OLD_MINUTES = 15;

/** Minutes between the last sync and the list; null where there was none. */
export function minutesOld({ asAt, madeAt }: Pick<OutageListView, "asAt" | "madeAt">): number | null {
  if (asAt === null) return null;
  return Math.max(0, Math.floor((Date.parse(madeAt.iso) - Date.parse(asAt.iso)) / MINUTE_MS));
}

export function isOld(list: Pick<OutageListView, "asAt" | "madeAt">): boolean {
  const minutes = minutesOld(list);
  return minutes === null || minutes > OLD_MINUTES;
}
