/** The steps in which text grows and shrinks, and how far a wheel has to turn for one. */

/** In per cent. The last is what WCAG 2.2 (1.4.10) asks a page to be read at. */
export const TEXT_SIZES = [50, 67, 75, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300, 400] as const;

/** The text size of whoever never chose one, in per cent. */
export const USUAL_SIZE = 100;

export const SMALLEST_SIZE = TEXT_SIZES[0];
export const LARGEST_SIZE = 400;

export function biggerThan(percent: number): number {
  return TEXT_SIZES.find((size) => size > percent) ?? LARGEST_SIZE;
}

export function smallerThan(percent: number): number {
  return TEXT_SIZES.findLast((size) => size < percent) ?? SMALLEST_SIZE;
}

/** One notch of a wheel turns at least this far, in pixels; fingers on a touchpad add up to it. */
const NOTCH_PX = 40;

/** What a wheel calls a line, in pixels. */
const LINE_PX = 16;

type Turn = { deltaY: number; deltaMode: number };

/** Adds up how far a wheel turned: towards a bigger text (1), a smaller one (-1), or not yet far enough (0). */
export class WheelSteps {
  #turned = 0;

  turn({ deltaY, deltaMode }: Turn): -1 | 0 | 1 {
    const turned = deltaMode === 0 ? deltaY : deltaY * LINE_PX;
    this.#turned = Math.sign(turned) === Math.sign(this.#turned) ? this.#turned + turned : turned;
    if (Math.abs(this.#turned) < NOTCH_PX) return 0;
    const step = this.#turned < 0 ? 1 : -1;
    this.#turned = 0;
    return step;
  }
}
