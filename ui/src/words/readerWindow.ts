/** Words of the reader's own window. */

export const readerWindowWords = {
  none: "No request is open",
  noneHint: "Open one in the main window; it is shown here.",
  notReady: "Nobody is working here",
  notReadyHint: "Say who you are in the main window. No patient is shown until then.",
  reading: "Reading the request",
  failed: "The request can’t be shown",
  tryAgain: "Try again",
  /** Read out when another patient is on screen. */
  now: (name: string) => `Now showing ${name}`,
  actions: "Actions are in the main window. This window follows it.",
  asAt: (time: string) => `As at ${time}: changes since then are not shown.`,
  button: "Second screen",
} as const;
