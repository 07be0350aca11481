/** Notes begun on several requests and not saved. They are kept for exactly those requests, so that none reaches others. */

const kept = new Map<string, string>();

export function keptNote(ids: Iterable<string>): string {
  return kept.get(keyOf(ids)) ?? "";
}

/** Keeps a note, or forgets it where there is nothing to keep. */
export function keepNote(ids: Iterable<string>, text: string): void {
  const key = keyOf(ids);
  if (text === "" || key === "") kept.delete(key);
  else kept.set(key, text);
}

function keyOf(ids: Iterable<string>): string {
  return [...ids].sort().join(" ");
}
