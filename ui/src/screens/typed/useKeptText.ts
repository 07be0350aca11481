/** A text as it is typed: kept in Rust within a second, so that a crash costs no more than that (ux.md D5). */

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { TimeView } from "../../host/host";

/** Pause in typing after which the text is kept. */
const SAVE_PAUSE_MS = 500;

/** Longest time that typing without a pause goes unkept. */
const SAVE_GAP_MAX_MS = 1000;

/** What Rust has of it. */
export type Kept = { text: string; savedAt: TimeView };

export type KeptText = {
  text: string;
  setText: (text: string) => void;
  state: "empty" | "saving" | "saved" | "failed" | "restored";
  savedAt: TimeView | null;
  save: () => Promise<void>;
  /** The text is being sent: nothing more is kept. Ends once nothing is on its way to Rust. */
  stop: () => Promise<void>;
};

type Keeper<View extends Kept> = {
  /** Names whose text it is: another one is read anew. */
  about: string;
  load: () => Promise<View | null>;
  /** Says what Rust has afterwards; nothing where the text is empty. */
  save: (text: string) => Promise<Kept | null>;
  /** Rust has answered what it had. */
  onLoaded?: (view: View) => void;
};

export function useKeptText<View extends Kept>(keeper: Keeper<View>) {
  const [text, setText] = useState("");
  const [state, setState] = useState<KeptText["state"]>("empty");
  const [savedAt, setSavedAt] = useState<TimeView | null>(null);
  const newest = useRef("");
  const dirtySince = useRef<number | null>(null);
  const stopped = useRef(false);
  const running = useRef<Promise<void>>(Promise.resolve());
  const load = useEffectEvent(keeper.load);

  const loaded = useEffectEvent((kept: View) => {
    keeper.onLoaded?.(kept);
    if (newest.current !== "" || stopped.current) return;
    newest.current = kept.text;
    setText(kept.text);
    setSavedAt(kept.savedAt);
    setState("restored");
  });

  useEffect(() => {
    let gone = false;
    load().then(
      (kept) => {
        if (!gone && kept !== null) loaded(kept);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [keeper.about]);

  const save = useEffectEvent(async (): Promise<void> => {
    if (dirtySince.current === null || stopped.current) return;
    dirtySince.current = null;
    try {
      const kept = await keeper.save(newest.current);
      setSavedAt(kept?.savedAt ?? null);
      setState(kept === null ? "empty" : "saved");
    } catch {
      dirtySince.current = performance.now();
      setState("failed");
    }
  });

  const run = useEffectEvent((): Promise<void> => {
    running.current = save();
    return running.current;
  });

  useEffect(() => {
    if (dirtySince.current === null) return;
    const waited = performance.now() - dirtySince.current;
    const timer = setTimeout(
      () => void run(),
      Math.max(0, Math.min(SAVE_PAUSE_MS, SAVE_GAP_MAX_MS - waited)),
    );
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => () => void run(), []);

  return {
    text,
    state,
    savedAt,
    setText: (next: string) => {
      stopped.current = false;
      newest.current = next;
      dirtySince.current ??= performance.now();
      setText(next);
      setState("saving");
    },
    save: () => run(),
    stop: () => {
      stopped.current = true;
      return running.current;
    },
    /** Rust has kept more than the text; what is being typed is told when it is kept. */
    told: (kept: Kept, isEmpty: boolean) => {
      if (dirtySince.current !== null) return;
      setSavedAt(kept.savedAt);
      setState(isEmpty ? "empty" : "saved");
    },
  };
}
