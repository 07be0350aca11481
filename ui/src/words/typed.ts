/** Words about what somebody had typed and not saved. */

export const typedWords = {
  back: (when: string) => `What you typed ${when} and did not save is back.`,
  discard: "Discard it",
  notKept:
    "What you type here cannot be kept on this PC. Save it before you close this; call IT if it goes on.",
} as const;
