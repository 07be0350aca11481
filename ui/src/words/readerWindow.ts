/** Words of the reader's own window. */

export const readerWindowWords = {
  none: "No request is open in the main window",
  noneHint: "Open one there; it is shown here.",
  notReady: "Nobody is working here",
  notReadyHint: "Say who you are in the main window. No patient is shown until then.",
  reading: "Reading the request",
  failed: "The request can’t be shown",
  failedHint: "Read it in the main window, or try again here.",
  notFollowing: "This window does not know what is open",
  notFollowingHint: "No patient is shown here until it does. Go on in the main window, or try again.",
  tryAgain: "Try again",
  /** Read out when another patient is on screen. */
  now: (name: string) => `Now showing ${name}`,
  actions: "Actions are in the main window. This window follows it.",
  asAt: (time: string) => `As at ${time}: changes since then are not shown.`,
  /** In the main window. The short form is part of the long one. */
  button: "Second screen",
  buttonLabel: "Second screen: reader in its own window",
  problem: {
    title: "That did not work",
    toggle: "The reader’s own window could not be opened or closed.",
    toggleSafe: "The request stays open here with its actions, and nothing was changed. Try again.",
    show: "The reader’s own window did not follow. It may still show the patient before.",
    showSafe: "Go by the patient in this window, and close the other one.",
    close: "Close",
  },
} as const;
