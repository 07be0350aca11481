/** How wide a text is, so that a row can decide what goes beside a name before anything is laid out. */

/** The faces of a row: the name, what stands beside it, and small print; `tokens.scss` has the same. */
const FACES = { name: "700 14px", beside: "400 14px", small: "400 12px" } as const;
const FAMILY = 'Arial, "Liberation Sans", sans-serif';

/** The average letter of these faces, in parts of their size, for where nothing can be measured. */
const AVERAGE = 0.6;
/** More texts than all lists show in a day; then it begins anew. */
const KEPT_MAX = 5_000;

export type Face = keyof typeof FACES;

const kept = new Map<string, number>();
let pen: OffscreenCanvasRenderingContext2D | null | undefined;

function measure(text: string, face: Face): number {
  if (pen === undefined)
    pen = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1).getContext("2d");
  if (pen === null) return text.length * AVERAGE * Number.parseInt(FACES[face].slice(4), 10);
  pen.font = `${FACES[face]} ${FAMILY}`;
  return pen.measureText(text).width;
}

/** Width in CSS pixels at the usual text size. */
export function textWidth(text: string, face: Face): number {
  const key = `${face}/${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const width = measure(text, face);
  kept.set(key, width);
  return width;
}

/** Lines that a name takes in a column of `room` pixels, with `last` after it; it breaks after blanks and hyphens. */
export function nameLines(name: string, last: number, room: number): number {
  let lines = 1;
  let taken = 0;
  const pieces = name.split(/(?<=[\s-])/).map((piece) => textWidth(piece, "name"));
  for (const piece of last > 0 ? [...pieces, last] : pieces) {
    if (taken > 0 && taken + piece > room) {
      lines += 1;
      taken = 0;
    }
    taken += piece;
  }
  return lines;
}
