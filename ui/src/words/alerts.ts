/** Words of the banners across the window. */

import { fmtMany, fmtWait } from "./format";

export const alertWords = {
  offlineSince: (time: string) => `Working offline since ${time}.`,
  offlineUnknown: "Working offline.",
  keepWorking: (unsent: number) =>
    unsent === 0
      ? "You can keep working; changes are saved on this PC and sent when connected."
      : `You can keep working; ${fmtMany(unsent, "change is", "changes are")} saved on this PC. Others can’t see ${unsent === 1 ? "it" : "them"} yet.`,
  minutes: (minutes: number) => (minutes < 60 ? `${minutes} min` : fmtWait(minutes)),
  offlineWord: "offline",
  notShown: (time: string) => `Requests that arrived after ${time} are not shown here.`,
  checkElsewhere: "Check the server on another PC or phone for urgent requests.",
  byChoice: "You turned this on.",
  goOnline: "Go back online",
  tryNow: "Try now",
  signIn: "You are signed out of the provider.",
  signInText: "You can keep working; sign in to send.",
  signInButton: "Sign in",
  readOnly: "Read only.",
  readOnlyText: "The provider lets this PC read requests but not change them.",
  keyInFile: "Demonstration profile:",
  keyInFileText: "the key of this PC’s data lies in a file, not in the system’s key store.",
  firstSync: (received: string) => `Bringing the practice’s requests to this PC: ${received} so far.`,
  firstSyncText: "You can start on the requests that are here.",
} as const;
