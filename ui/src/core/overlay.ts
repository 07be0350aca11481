/** Says whether something lies over the desk: the focus and the keys are its own then, whatever arrives behind it. */
export function isUnderDialog(): boolean {
  return document.querySelector("[aria-modal='true']") !== null;
}
