/** Which parts of a text a search found, so that they can be marked. Finds as the lists do: every word, in any case. */

/** A stretch of text, found or not; the stretches of a text in order are the text. */
export type Stretch = { text: string; hit: boolean };

type Span = { from: number; to: number };

/** Digits of an NHS number: written with spaces or without, it is the same number. */
const NUMBER_DIGITS = 10;

/** Splits a text where the words of a search begin and end; words that touch or overlap become one stretch. */
export function hitsIn(text: string, search: string): Stretch[] {
  const spans = patternsOf(search).flatMap((pattern) => spansOf(text, pattern));
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { from, to } of merged(spans)) {
    if (from > at) stretches.push({ text: text.slice(at, from), hit: false });
    stretches.push({ text: text.slice(from, to), hit: true });
    at = to;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), hit: false });
  return stretches;
}

function patternsOf(search: string): RegExp[] {
  const words = search.split(/\s+/).filter((word) => word !== "");
  const numbers = search.match(/\d[\d\s]*\d/g) ?? [];
  return [...words.map(escaped), ...numbers.flatMap(spacedNumber)].map((source) => new RegExp(source, "giu"));
}

/** The word as a pattern that finds just it. */
export function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function spacedNumber(typed: string): string[] {
  const digits = typed.replace(/\s/g, "");
  return digits.length === NUMBER_DIGITS ? [[...digits].join("\\s?")] : [];
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({
    from: match.index,
    to: match.index + match[0].length,
  }));
}

function merged(spans: readonly Span[]): Span[] {
  const done: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = done.at(-1);
    if (last === undefined || span.from > last.to) done.push({ ...span });
    else last.to = Math.max(last.to, span.to);
  }
  return done;
}
