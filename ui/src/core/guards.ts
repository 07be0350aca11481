/**
 * Keeps keys that were meant for another program, or for another patient, from deciding anything.
 *
 * Owns the timing rules of ux.md section 8; it reads no clock, times are arguments in milliseconds. What a key does is
 * not known here.
 */

/** Three printable keys inside this time that are no verb and choice look like typing (ux.md 8, guard 1). */
export const BURST_MS = 900;

/** After the next request has opened by itself, decision keys wait this long (guard 2). */
export const ADVANCE_MS = 300;

/** After the window came to the front, the first printable key inside this time is dropped (guard 3). */
export const ACTIVATION_MS = 400;

/** A chooser that has been open this long has been seen: from then on letters filter it. */
export const LOOK_MS = 300;

/** A choice takes effect this long after its key unless more keys follow: a scanner or a paste sends the next within 20 ms. */
export const SETTLE_MS = 80;

/** The same for undo, a single key: the gap between two keys of a fast typist is shorter. */
export const UNDO_SETTLE_MS = 250;

const BURST_KEYS = 3;

/** Strange keys after which the window says where help is. */
const STRANGE_KEYS_MAX = 3;

export type KeyKind = "navigate" | "verb" | "choice" | "act" | "strange";
export type Verdict = "pass" | "drop" | "typing" | "hint";

export class KeyGuard {
  #recent: { kind: KeyKind; at: number }[] = [];
  #activatedAt = Number.NEGATIVE_INFINITY;
  #advancedAt = Number.NEGATIVE_INFINITY;
  #lastTypedAt = Number.NEGATIVE_INFINITY;
  #typing = false;
  #strange = 0;
  #held: symbol | null = null;

  /** The window came to the front. */
  activated(now: number): void {
    this.#activatedAt = now;
  }

  /** The next request opened by itself. */
  advanced(now: number): void {
    this.#advancedAt = now;
  }

  /** Judges one printable key before it does anything. */
  judge(kind: KeyKind, now: number): Verdict {
    if (now - this.#activatedAt < ACTIVATION_MS) {
      this.#activatedAt = Number.NEGATIVE_INFINITY;
      return "drop";
    }
    const quiet = now - this.#lastTypedAt;
    this.#lastTypedAt = now;
    if (this.#typing && quiet < BURST_MS) return "drop";
    this.#typing = false;
    if (this.#held !== null) return this.#startTyping();
    if (kind !== "navigate" && now - this.#advancedAt < ADVANCE_MS) return "drop";
    this.#recent = [...this.#recent.filter((key) => now - key.at < BURST_MS), { kind, at: now }];
    if (this.#recent.length >= BURST_KEYS && looksTyped(this.#recent)) return this.#startTyping();
    return kind === "strange" ? this.#countStrange() : "pass";
  }

  /** Holds a choice back until it has settled; the returned token says whether it still may. */
  hold(): symbol {
    this.#held = Symbol("held choice");
    return this.#held;
  }

  /** True once, when nothing was typed since the choice was held. */
  settles(token: symbol): boolean {
    if (this.#held !== token) return false;
    this.#held = null;
    return true;
  }

  #startTyping(): Verdict {
    this.#typing = true;
    this.#held = null;
    this.#recent = [];
    this.#strange = 0;
    return "typing";
  }

  #countStrange(): Verdict {
    this.#strange += 1;
    if (this.#strange < STRANGE_KEYS_MAX) return "drop";
    this.#strange = 0;
    return "hint";
  }
}

/** Typed text has a key without meaning in it, or a verb that no choice follows. */
function looksTyped(keys: readonly { kind: KeyKind }[]): boolean {
  return keys.some((key, index) => {
    if (key.kind === "strange") return true;
    const next = keys[index + 1];
    return key.kind === "verb" && next !== undefined && next.kind !== "choice";
  });
}
