import { describe, expect, test } from "vitest";
import { biggerThan, smallerThan, TEXT_SIZES, WheelSteps } from "./textSize";

const PIXELS = 0;
const LINES = 1;

describe("text sizes", () => {
  test("each step up leads to the next and each step down back, and none leads past the ends", () => {
    for (const [index, size] of TEXT_SIZES.entries()) {
      expect(biggerThan(size)).toBe(TEXT_SIZES[index + 1] ?? 400);
      expect(smallerThan(size)).toBe(TEXT_SIZES[index - 1] ?? 50);
    }
  });

  test("a size between two steps goes to the one beside it", () => {
    expect(biggerThan(120)).toBe(125);
    expect(smallerThan(120)).toBe(110);
  });
});

describe("the wheel", () => {
  test("away from the person makes text bigger, one step for each notch, in pixels and in lines", () => {
    const wheel = new WheelSteps();
    expect(wheel.turn({ deltaY: -100, deltaMode: PIXELS })).toBe(1);
    expect(wheel.turn({ deltaY: 100, deltaMode: PIXELS })).toBe(-1);
    expect(wheel.turn({ deltaY: -3, deltaMode: LINES })).toBe(1);
  });

  test("small turns of a touchpad add up to a step, and turning back begins anew", () => {
    const wheel = new WheelSteps();
    const steps = [-15, -15, 15, 15, 15].map((deltaY) => wheel.turn({ deltaY, deltaMode: PIXELS }));
    expect(steps).toEqual([0, 0, 0, 0, -1]);
  });
});
