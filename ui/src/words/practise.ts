/** Words of the practice queue: invented patients, nothing is sent. */

import type { CommandId } from "../core/commands";
import type { TrainingTaskId } from "../host/host";
import { fmtCount } from "./format";

/** What each task asks for, and the command that does it. */
const TASKS: Record<TrainingTaskId, { text: string; command: CommandId }> = {
  "give-to-team": { text: "Give a request to a team", command: "assign" },
  "raise-urgency": { text: "Raise the urgency of one", command: "urgency" },
  "reply-with-template": { text: "Reply with a template", command: "reply" },
  hold: { text: "Hold one for later", command: "hold" },
  undo: { text: "Undo your last action", command: "undo" },
};

export const practiseWords = {
  region: "Practice",
  /** Beside the first word of the bar. */
  nothingIsSent: "invented patients · nothing is sent",
  word: "PRACTICE",
  mark: "PRACTICE · invented patients · nothing is sent",
  enter: "Practise with invented patients",
  enterHint: "A queue to try things in. Nothing there is real, nothing is sent.",
  entering: "Opening the practice queue",
  leave: "Leave practice",
  startLead: "New here, or just trying it out?",
  tasks: "Tasks to try",
  task: TASKS,
  taskDone: "Done: ",
  ownUrgent: (count: number) => `${fmtCount(count)} urgent in your own queue`,
  progress: (done: number, total: number) => `${fmtCount(done)} of ${fmtCount(total)} done`,
  allDone: "All five done. Stay as long as you like.",
  tasksFailed: "The tasks could not be read. You can go on practising.",
  hideTasks: "Hide tasks",
  showTasks: "Show tasks",
  leaveTitle: "Leave practice?",
  leaveText:
    "Everything you did here is thrown away: decisions, replies, notes and drafts. The patients were invented and nothing was sent.",
  leaveNext: "You go back to your practice’s own requests, which went on coming in.",
  leaveNow: "Leave and throw away",
  leaving: "Leaving practice",
  stay: "Keep practising",
  failedTitle: "That did not work",
  failedSafe: "Your practice’s own requests are as they were.",
  close: "Close",
  link: "Practice: no network",
  unsentNot: "Nothing is sent",
  held: (seconds: number) => `In your own queue this reply would go in ${fmtCount(seconds)} s`,
  finishFirst: "Finish or leave the reply first. Your draft is kept.",
} as const;
