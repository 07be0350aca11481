/** Words of merging two requests of one patient. */

import type { LikenessView } from "../host/host";
import { fmtWait } from "./format";

export const mergeWords = {
  region: "Merge duplicate",
  title: (name: string) => `Are these two requests from ${name} the same?`,
  hint: "Read both. Merging closes the first as a duplicate; you go on with the second. It can be undone.",
  closes: "First: closes as a duplicate",
  goesOn: "Second: goes on",
  choose: "Other open requests of this patient",
  option: (when: string, words: string) => `Received ${when}: “${words}”`,
  merge: "Merge first into second",
  back: "Back",
  reading: "Opening the other request",
  gone: "The other request could not be opened. Nothing was changed.",
  none: "This patient has no other open request, so there is nothing to merge.",
} as const;

/** Why two requests look like one: `same form, 2h apart, 81 % same words`. */
export function likenessText(likeness: LikenessView): string {
  const parts = [
    likeness.sameForm ? "same form" : null,
    `${fmtWait(likeness.minutesApart)} apart`,
    `${likeness.sameWordsPercent} % same words`,
  ];
  return parts.filter((part) => part !== null).join(", ");
}
