/** Finds in the help by words and by keys. Has no words of its own. */

import { displayChord } from "./commands";
import { escaped } from "./hits";

/** True where each word that was typed begins a word of the text. */
export function isAbout(text: string, typed: string): boolean {
  const within = plain(text);
  return plain(typed)
    .split(/\s+/)
    .every((word) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, "u").test(within));
}

/** True where what was typed is one of the keys, or begins one: `ctrl f`, `F1`, `alt`. One character is a whole key. */
export function isKey(chords: readonly string[], typed: string): boolean {
  const wanted = keyText(typed);
  const names = chords.flatMap((chord) => [chord, displayChord(chord)]).map(keyText);
  return names.some((name) => (wanted.length === 1 ? name === wanted : name.startsWith(wanted)));
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[‘’]/g, "'").trim();
}

/** `Ctrl+Shift+F` as it may be typed: without blanks and without what joins the keys; a plus at the end is a key. */
function keyText(chord: string): string {
  return plain(chord).replace(/[\s+]+(?=.)/g, "");
}
