/** Words about what somebody had typed and not saved. */

export const typedWords = {
  back: (when: string) => `Kept from ${when}. You typed this and did not save it.`,
  discard: "Discard it",
  notKept:
    "What you type here cannot be kept on this PC. Save it before you close this; call IT if it goes on.",
} as const;
