/** Which choices are found and which one is marked, and what each key in the list does. */

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from "react";
import { useKeyRouter } from "../../app/keys";
import { type KeyGuard, LOOK_MS, SETTLE_MS } from "../../core/guards";
import { digitOf, isPrintable } from "../../core/keys";
import { filterChoices, type ListedChoice } from "./choices";

type ChooserNeed<Listed extends ListedChoice> = {
  choices: readonly Listed[];
  onChoose: (choice: Listed) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

export function useChooser<Listed extends ListedChoice>(need: ChooserNeed<Listed>) {
  const { choices, onChoose, onOff, onClose } = need;
  const { guard } = useKeyRouter();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [openedAt] = useState(() => performance.now());
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const shown = typed === "" ? [...choices] : filterChoices(choices, typed);
  const marked = shown[Math.min(at, shown.length - 1)];

  /** Whoever writes looks things up in another program meanwhile; keys that choose are for whoever looks at the list. */
  const closeOnBlur = useEffectEvent(() => {
    if (!isWriting(document.activeElement)) onClose();
  });
  useEffect(() => {
    field.current?.focus();
    const blur = () => closeOnBlur();
    window.addEventListener("blur", blur);
    return () => window.removeEventListener("blur", blur);
  }, []);

  useEffect(() => {
    if (marked !== undefined)
      document.getElementById(`${listId}-${marked.id}`)?.scrollIntoView?.({ block: "nearest" });
  }, [listId, marked]);

  function choose(choice: Listed | undefined) {
    if (choice === undefined) return;
    if (choice.off === null) onChoose(choice);
    else onOff(choice.off);
  }

  /** A choice by key waits for a moment: more keys that come at once say that it was none. */
  function settle(choice: Listed | undefined) {
    if (choice === undefined || choice.off !== null) return choose(choice);
    const token = guard.hold();
    setTimeout(() => {
      if (guard.settles(token)) onChoose(choice);
    }, SETTLE_MS);
  }

  function find(text: string) {
    setTyped(text);
    setAt(0);
  }

  const step = (by: number) => setAt((at + by + shown.length) % Math.max(1, shown.length));
  const keys = { ...need, guard, field, typed, openedAt, marked, step, choose, settle };
  const press = (event: KeyboardEvent) => pressKey(event, keys);
  return { field, listId, typed, find, shown, marked, press, choose };
}

type ChooserKeys<Listed extends ListedChoice> = Pick<
  ChooserNeed<Listed>,
  "choices" | "onTyping" | "onClose"
> & {
  guard: KeyGuard;
  field: RefObject<HTMLInputElement | null>;
  typed: string;
  openedAt: number;
  marked: Listed | undefined;
  step: (by: number) => void;
  choose: (choice: Listed | undefined) => void;
  settle: (choice: Listed | undefined) => void;
};

/** Keys that move, choose and close; those that write are judged first. */
function pressKey<Listed extends ListedChoice>(event: KeyboardEvent, keys: ChooserKeys<Listed>) {
  const { field, marked, step, choose, settle, onClose } = keys;
  const key = event.nativeEvent;
  if (key.isComposing) return;
  if (event.key === "Escape") return stop(event, onClose);
  if (isWriting(event.target)) {
    if (event.key === "Enter" && event.ctrlKey) stop(event, () => choose(marked));
    return;
  }
  if (event.key === "ArrowDown") return stop(event, () => step(1));
  if (event.key === "ArrowUp") return stop(event, () => step(-1));
  if (event.key === "Enter" && event.target === field.current)
    return stop(event, () => (key.repeat ? undefined : settle(marked)));
  if (event.target === field.current && isPrintable(key)) judgeKey(event, keys);
}

/** A digit chooses and letters find, once the list has been seen; what was typed for another program does neither. */
function judgeKey<Listed extends ListedChoice>(event: KeyboardEvent, keys: ChooserKeys<Listed>) {
  const { choices, guard, typed, openedAt, settle, onTyping } = keys;
  const now = performance.now();
  const digit = typed === "" ? digitOf(event.nativeEvent) : null;
  const seen = now - openedAt >= LOOK_MS;
  if (digit === null && seen && typed === "" && event.key === " ") return stop(event, () => undefined);
  if (digit === null && seen) return;
  const verdict = guard.judge(digit === null ? "strange" : "choice", now);
  if (verdict === "typing") return stop(event, onTyping);
  if (verdict === "drop" && digit === null) return;
  stop(event, () => {
    if (verdict === "pass" && digit !== null) settle(choices.find((choice) => choice.digit === digit));
  });
}

/** Whether this is a text beside the choices. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement;
}

function stop(event: KeyboardEvent, then: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  then();
}
