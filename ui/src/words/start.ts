/** Words before the desk opens: connecting, choosing who works here, and why nothing can be opened. */

import type { BlockedReason } from "../host/host";

export const startWords = {
  connectTitle: "Connect this PC to your practice",
  connectText:
    "Enter the address of your online consultation provider. Triage Desk then brings the practice’s requests to this PC and keeps them here, encrypted, so that you can work when the line is down.",
  server: "Server address",
  serverHint: "From your provider or IT, for example https://consult.example.org",
  connect: "Connect",
  connecting: "Connecting",
  connectSteps: [
    "Finds the server and checks that it is a provider",
    "Reads the practice’s name and staff",
    "You choose who you are",
  ],
  stepsTitle: "What happens next",
  serverEmpty: "Enter the server’s address.",
  chooseTitle: "Who is working here?",
  chooseText: "Your name goes on every decision you make.",
  browserTitle: "Sign in to start",
  browserText: "Your provider asks its people to sign in. Your name goes on every decision you make.",
  browser: "Sign in with your browser",
  browserWaiting: "Finish signing in in your browser",
  browserHint:
    "This window goes on by itself once you have signed in. If you closed the page, wait a moment and the button comes back.",
  staff: "Staff",
  choosing: (name: string) => `Opening as ${name}`,
  find: "Find a name",
  nobody: "No name matches.",
  noPeople:
    "The provider has named nobody who works here. Nothing is lost; ask the provider to add your practice’s staff.",
  nothingLost: "Nothing was lost.",
  code: (code: string) => `Code ${code}`,
  what: "What happened",
  safe: "What is safe",
  todo: "What to do",
  tryAgain: "Try again",
  starting: "Opening Triage Desk",
  startFailed: "Triage Desk could not open its data",
  notInWindow: "This page is part of Triage Desk. Start the application to use it.",
  keyInFile:
    "Demonstration profile: the key of this PC’s data lies in a file, not in the system’s key store.",
} as const;

type BlockedWords = { title: string; what: string; safe: string; todo: string; code: string };

export const blockedWords: Record<BlockedReason, BlockedWords> = {
  "key-missing": {
    title: "The key to this PC’s data is missing",
    what: "The practice’s data on this PC is encrypted, and the system’s key store no longer has its key.",
    safe: "The data is still here, unreadable to anyone. The provider has everything that was sent.",
    todo: "Ask IT to restore the key or to use the practice’s recovery key. Do not delete anything: decisions that were not sent exist only on this PC.",
    code: "K1",
  },
  "key-wrong": {
    title: "The key does not fit this PC’s data",
    what: "The system’s key store gave a key, but it does not open the data on this PC.",
    safe: "Nothing was changed or deleted.",
    todo: "Ask IT whether this PC or this Windows user was restored or copied, and to use the practice’s recovery key.",
    code: "K2",
  },
  "no-key-store": {
    title: "This PC has no key store",
    what: "Triage Desk keeps the key of its data in the system’s key store, and there is none that answers.",
    safe: "Nothing was stored without encryption, and nothing was deleted.",
    todo: "Sign in to this PC in the usual way, with a password, and start again. If that does not help, call IT.",
    code: "K3",
  },
  "in-use": {
    title: "Triage Desk is open already",
    what: "Another copy of Triage Desk on this PC has the practice’s data open.",
    safe: "Both your data and the other copy’s work are safe: only one may write at a time.",
    todo: "Use the window that is open. If you cannot find it, sign out of this PC and in again.",
    code: "S1",
  },
  "store-damaged": {
    title: "The data on this PC is damaged",
    what: "Triage Desk checked its data at the start and found a part that it cannot trust.",
    safe: "Nothing was deleted; the damaged data is kept as it is. The provider has everything that was sent.",
    todo: "Work on another PC for now and call IT. Do not remove the application: decisions that were not sent may still be recovered.",
    code: "S2",
  },
  "newer-store": {
    title: "This PC’s data belongs to a newer version",
    what: "A newer Triage Desk has written the data on this PC, and this version cannot read it.",
    safe: "Nothing was changed or deleted.",
    todo: "Ask IT to install the newer version again.",
    code: "S3",
  },
  "disk-full": {
    title: "This PC’s disk is full",
    what: "There is no room left to save decisions safely.",
    safe: "Everything saved before is safe.",
    todo: "Free some space or call IT, then try again. Work on another PC until then.",
    code: "S4",
  },
};
