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
  button: "Second screen",
} as const;
