/** Words of the list of all commands. */

import { fmtMany } from "./format";

export const paletteWords = {
  button: "Commands",
  field: "Find a command or a view",
  list: "Commands",
  here: "On this screen",
  anywhere: "Anywhere",
  found: (count: number) => (count === 0 ? "No command matches" : fmtMany(count, "command")),
  none: (typed: string) => `No command matches “${typed}”`,
  noneHint: "Commands and views are found here. Patients are found with Search.",
  move: "move",
  run: "do it",
  keys: "The keys on the right work without this window",
  close: "Close",
} as const;
