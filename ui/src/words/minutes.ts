/** Words of "I have some minutes". */

import type { MinutesView } from "../host/host";
import { fmtMany } from "./format";

export const minutesWords = {
  title: "How many minutes have you got?",
  hint: "Your own requests that fit come one after the other, the riskiest first. What is urgent comes whether or not it fits.",
  field: "Or another number of minutes, 1 to 240",
  start: "Start",
  starting: "Choosing the requests that fit",
  close: "Close",
  preset: (minutes: number) => `${minutes} minutes`,
  presets: "Minutes",
  resume: (view: MinutesView, since: string) => `Go on with ${view.left} of ${view.total} from ${since}`,
  outOfRange: "Enter whole minutes from 1 to 240.",
  pace: (percent: number | null) =>
    percent === null
      ? "Estimated from the length and kind of each request. Your own pace counts once you have dealt with enough of them."
      : `Estimated at your own pace: ${percent} % of the usual time.`,
  progress: (view: MinutesView) =>
    `${view.total - view.left} of ${view.total} done, about ${fmtMany(view.estimateMinutes, "minute")} to go.`,
  leftOut: (count: number) =>
    count === 0 ? "" : ` ${fmtMany(count, "other request")} of yours ${count === 1 ? "does" : "do"} not fit.`,
  stop: "Stop",
  stopped: "Stopped. Ctrl+M goes on where you stopped.",
  none: "Nothing of yours fits into that time",
  done: (view: MinutesView) => `Done: all ${view.total} that were planned`,
  back: "Back to Mine",
} as const;
