/** The parts of the window that F6 goes round, in reading order. */

const REGIONS = ["practice", "top", "alerts", "rail", "list", "reader", "actions", "status"];

const STOPS = "button:not([tabindex='-1']), input, select, textarea, a[href], [tabindex='0']";

/** Moves the focus to the next (1) or previous (-1) part that can take it. */
export function cycleRegion(step: 1 | -1): void {
  const parts = REGIONS.flatMap((name) => [
    ...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`),
  ]);
  const here = parts.findLastIndex((part) => part.contains(document.activeElement));
  const start = here === -1 && step === -1 ? 0 : here;
  for (let count = 1; count <= parts.length; count += 1) {
    const part = parts[(start + step * count + parts.length * 2) % parts.length];
    const stop =
      part?.querySelector<HTMLElement>("[data-region-focus], [role='option'][tabindex='0']") ??
      part?.querySelector<HTMLElement>(STOPS);
    if (stop == null || stop.getClientRects().length === 0) continue;
    stop.focus();
    return;
  }
}
