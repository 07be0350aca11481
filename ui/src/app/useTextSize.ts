/** The keys and the wheel that make text larger and smaller, on every screen. */

import { useEffect, useEffectEvent, useState } from "react";
import type { CommandId } from "../core/commands";
import {
  biggerThan,
  LARGEST_SIZE,
  SMALLEST_SIZE,
  smallerThan,
  USUAL_SIZE,
  WheelSteps,
} from "../core/textSize";
import type { SessionView } from "../host/host";
import { en } from "../words/en";
import { useCommands } from "./keys";
import type { Resized, WindowPlace } from "./windowPlace";

const CHANGES: Partial<Record<CommandId, (percent: number) => number>> = {
  "bigger-text": biggerThan,
  "smaller-text": smallerThan,
  "usual-text": () => USUAL_SIZE,
};

/** Returns what is to be said of the last change. */
export function useTextSize(place: WindowPlace, session: SessionView | null): string {
  const [said, setSaid] = useState("");

  function change(to: (percent: number) => number): void {
    void place.resize(session, to).then((resized) => setSaid(sentence(resized)));
  }

  useCommands("window", (id) => {
    const to = CHANGES[id];
    if (to !== undefined) change(to);
    return to !== undefined;
  });
  useWheel((step) => change(step === 1 ? biggerThan : smallerThan));
  return said;
}

/** Ctrl and the wheel, as in every other program; fingers that spread on a touchpad arrive as the same. */
function useWheel(onStep: (step: -1 | 1) => void): void {
  const stepped = useEffectEvent(onStep);
  useEffect(() => {
    const steps = new WheelSteps();
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const step = steps.turn(event);
      if (step !== 0) stepped(step);
    };
    window.addEventListener("wheel", turn, { passive: false });
    return () => window.removeEventListener("wheel", turn);
  }, []);
}

function sentence({ percent, kept }: Resized): string {
  const { is, isLargest, isSmallest, notKept } = en.textSize;
  const size =
    percent === LARGEST_SIZE
      ? isLargest(percent)
      : percent === SMALLEST_SIZE
        ? isSmallest(percent)
        : is(percent);
  return kept ? size : notKept(size);
}
