/** Words of the banners across the window. */

import type { FindingView, ProviderLimit } from "../host/host";
import { fmtMany, fmtWait } from "./format";

/** What the provider was found unable to do, and what that means for work. */
const LIMITS: Record<ProviderLimit, { bold: string; text: string }> = {
  "other-practices-shown": {
    bold: "Nothing is fetched:",
    text: "the provider sends other practices’ requests as well. Tell the provider; check its own page for urgent requests.",
  },
  "not-tried": {
    bold: "Read only for now.",
    text: "Decisions are off until it is known what the provider can do.",
  },
  "no-version-guard": {
    bold: "Read only.",
    text: "The provider does not stop one person’s change from overwriting another’s. Decide on its own page.",
  },
  "no-own-ids": {
    bold: "Read only.",
    text: "With this provider nobody could say whether a decision has arrived. Decide on its own page.",
  },
  "step-by-step": {
    bold: "This provider takes decisions in steps.",
    text: "For a moment colleagues can see that a reply was sent before it is there.",
  },
  "no-history": {
    bold: "A deleted request may still be shown here:",
    text: "the provider does not say when it deletes one.",
  },
};

type Found = { bold: string; text: string };

/** What the start found out about the data on this PC: what happened, what is safe, what to do. */
function foundText(finding: FindingView): Found {
  switch (finding.kind) {
    case "cache-rebuilt":
      return {
        bold: "The requests on this PC could not be read and are fetched again.",
        text: "Everything decided here is safe.",
      };
    case "ledger-salvaged":
      return {
        bold: `This PC’s file of decisions was damaged: ${finding.kept} of ${finding.of} decisions were saved.`,
        text: `Check today’s requests for what is missing. Your IT support finds the damaged file as ${finding.keptAs}.`,
      };
    case "decisions-missing":
      return {
        bold: `${finding.first === finding.last ? "One decision" : `${finding.last - finding.first + 1} decisions`} taken on this PC can’t be found any more.`,
        text: "They may not have been sent. Check today’s requests, above all replies to patients.",
      };
    case "older-ledger":
      return {
        bold: "This PC’s data are an older copy.",
        text: "Decisions taken since that copy was made are not here. Check today’s requests before you go on.",
      };
    case "record-broken":
      return {
        bold: "The record of who did what on this PC was changed or is incomplete.",
        text: "Requests and decisions are not affected. Tell your practice manager.",
      };
    case "damaged":
      return {
        bold: "A file on this PC is damaged.",
        text: "Close the program and start it again: it mends itself at the start.",
      };
    case "no-reserve":
      return {
        bold: "This PC’s disk is nearly full.",
        text: "Make room, or decisions can’t be saved soon.",
      };
  }
}

export const alertWords = {
  found: foundText,
  closeFound: "I have read this",
  offlineSince: (time: string) => `Working offline since ${time}.`,
  offlineUnknown: "Working offline.",
  keepWorking: (unsent: number) =>
    unsent === 0
      ? "You can keep working; changes are saved on this PC and sent when connected."
      : `You can keep working; ${fmtMany(unsent, "change is", "changes are")} saved on this PC. Others can’t see ${unsent === 1 ? "it" : "them"} yet.`,
  minutes: (minutes: number) => (minutes < 60 ? `${minutes} min` : fmtWait(minutes)),
  offlineWord: "offline",
  notShown: (time: string) => `Requests that arrived after ${time} are not shown here.`,
  checkElsewhere: "Check the provider on another PC or phone for urgent requests.",
  byChoice: "You turned this on.",
  goOnline: "Go back online",
  tryNow: "Try now",
  unowned: (count: number) =>
    count === 1
      ? "1 urgent request came in over 30 minutes ago and nobody has it."
      : `${fmtMany(count, "urgent request")} came in over 30 minutes ago and nobody has them.`,
  unownedText: (count: number) => `Give ${count === 1 ? "it" : "them"} to somebody who can act now.`,
  unownedShow: "Show unassigned",
  signIn: "You are signed out of the provider.",
  signInText: "You can keep working; sign in to send.",
  signInButton: "Sign in",
  limit: LIMITS,
  keyInFile: "Demonstration profile:",
  keyInFileText: "the key of this PC’s data lies in a file, not in the system’s key store.",
  firstSync: (received: string) => `Bringing the practice’s requests to this PC: ${received} so far.`,
  firstSyncText: "You can start on the requests that are here.",
} as const;
