/** A text as it is typed: kept in Rust within a second, so that a crash costs no more than that (ux.md D5). */

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import type { TimeView } from "../../host/host";

/** Pause in typing after which the text is kept. */
const SAVE_PAUSE_MS = 500;

/** Longest time that typing without a pause goes unkept. */
const SAVE_GAP_MAX_MS = 1000;

/** Longest time that whoever leaves the desk waits for the disk. */
const LEAVE_WAIT_MAX_MS = 500;

/** Keeps each text that is on screen. */
const onScreen = new Set<() => Promise<void>>();

/** Keeps everything that is being typed, under the person and in the queue it was typed in. */
export async function keepAllTyped(): Promise<void> {
  const late = new Promise<void>((done) => setTimeout(done, LEAVE_WAIT_MAX_MS));
  await Promise.race([Promise.allSettled([...onScreen].map((keep) => keep())), late]);
}

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
  /** Names whose text it is; a field that stays on screen stays with one. */
  about: string;
  load: () => Promise<View | null>;
  /** Says what Rust has afterwards; nothing where the text is empty. */
  save: (text: string) => Promise<Kept | null>;
  /** What stands where something was typed before Rust answered: one after the other, unless it is said otherwise. */
  join?: (kept: string, typed: string) => string;
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

  const loaded = useEffectEvent((kept: View) => {
    keeper.onLoaded?.(kept);
    if (stopped.current) return;
    const typed = newest.current;
    newest.current = typed === "" ? kept.text : (keeper.join ?? inLines)(kept.text, typed);
    setText(newest.current);
    if (typed !== "") return;
    setSavedAt(kept.savedAt);
    setState("restored");
  });

  const loading = useLoading(keeper, loaded);

  const save = useEffectEvent(async (): Promise<void> => {
    if (dirtySince.current === null) return;
    if (loading.current !== null) await loading.current;
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

  const run = useSoon(text, dirtySince, running, save);

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

/** Asks for what Rust has; the answer under way is in what it gives, as nothing is kept over it before it is known. */
function useLoading<View extends Kept>(keeper: Keeper<View>, loaded: (kept: View) => void) {
  const loading = useRef<Promise<void> | null>(null);
  const load = useEffectEvent(async (): Promise<void> => {
    try {
      const kept = await keeper.load();
      if (kept !== null) loaded(kept);
    } catch {
      // It is typed anew then.
    } finally {
      loading.current = null;
    }
  });
  useEffect(() => {
    loading.current = load();
  }, [keeper.about]);
  return loading;
}

/** Keeps a text soon after it was typed, before it leaves the screen, and when it is asked for; gives the way to ask. */
function useSoon(
  text: string,
  dirtySince: RefObject<number | null>,
  running: RefObject<Promise<void>>,
  save: () => Promise<void>,
): () => Promise<void> {
  const run = useEffectEvent((): Promise<void> => {
    running.current = Promise.all([running.current, save()]).then(() => undefined);
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
  }, [text, dirtySince]);

  useEffect(() => {
    const keep = () => run();
    onScreen.add(keep);
    return () => {
      onScreen.delete(keep);
      void run();
    };
  }, []);

  return () => run();
}

function inLines(kept: string, typed: string): string {
  return kept === "" ? typed : `${kept}\n${typed}`;
}
