/** Until when a reply waits for its patient. A week is chosen to begin with, so that nothing waits for ever by accident. */

import { useState } from "react";
import { useAsked } from "../../host/context";
import type { HoldTimeView } from "../../host/host";

/** `none` waits without an end. */
export type WaitChoice = HoldTimeView["time"] | "none";

export type Wait = ReturnType<typeof useWait>;

export function useWait() {
  const { asked } = useAsked("hold-times", ["time"], (host) => host.holdTimes());
  const [chosen, choose] = useState<WaitChoice>("in-a-week");
  const times = asked.state === "here" ? asked.value.filter((time) => time.waitsFor === "patient") : [];
  const time = times.find((entry) => entry.time === chosen) ?? null;
  return {
    times,
    chosen: time?.time ?? "none",
    choose,
    until: time?.at.iso ?? null,
    reading: asked.state === "asking",
    failed: asked.state === "failed",
  };
}
