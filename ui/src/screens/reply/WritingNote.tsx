import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { useAsked } from "../../host/context";
import type { ClaimView } from "../../host/host";
import { writingWords as words } from "../../words/copy";
import { fmtTime } from "../../words/format";
import type { Writing } from "./useWriting";

type WritingNoteProps = {
  writing: Writing;
  /** Gives the message the focus. */
  onWrite: () => void;
};

/** Who else is writing, or was. Two replies would be one too many, and who is first is not for a program to say. */
export function WritingNote({ writing, onWrite }: WritingNoteProps) {
  const { by, freedBy } = writing;
  return (
    <>
      {by !== null && <Locked by={by} writeAnyway={writing.writeAnyway} onWrite={onWrite} />}
      <p className={freedBy === null ? "sr" : "attend"} role="status">
        {freedBy !== null && (
          <>
            <Icon name="pen" />
            <span>{words.freed(freedBy)}</span>
          </>
        )}
      </p>
    </>
  );
}

type LockedProps = { by: ClaimView; writeAnyway: () => void; onWrite: () => void };

/** Writing in spite of it is asked for twice: the second time it says what can come of it. */
function Locked({ by, writeAnyway, onWrite }: LockedProps) {
  const box = useRef<HTMLDivElement>(null);
  const [step, setStep] = useState<"told" | "asked" | "told-again">("told");
  const asAt = useAsAt();

  // The focus goes with what had it: to the message, which can be written in from here on, and never from elsewhere.
  const handOver = useEffectEvent(onWrite);
  useLayoutEffect(() => {
    const own = box.current;
    return () => {
      if (own?.contains(document.activeElement)) handOver();
    };
  }, []);

  return (
    <div ref={box} className="attend" role="alert">
      <Icon name="pen" />
      <p>
        <b>{words.locked(by.by)}</b> {words.until(fmtTime(by.until.local), asAt)}{" "}
        {step === "asked" ? words.sureRest(by.by) : words.lockedRest}
      </p>
      <span className="spacer" />
      {step === "asked" ? (
        <Confirm onYes={writeAnyway} onWait={() => setStep("told-again")} />
      ) : (
        <WriteAnyway takesFocus={step === "told-again"} onPress={() => setStep("asked")} />
      )}
    </div>
  );
}

/** What is known of others is no newer than this; null while the line is up. */
function useAsAt(): string | null {
  const { asked } = useAsked("status", ["status", "time"], (from) => from.status());
  if (asked.state !== "here" || asked.value.link === "online" || asked.value.asAt === null) return null;
  return fmtTime(asked.value.asAt.local);
}

type WriteAnywayProps = {
  /** The person has come back to it. */
  takesFocus: boolean;
  onPress: () => void;
};

function WriteAnyway({ takesFocus, onPress }: WriteAnywayProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) button.current?.focus();
  }, [takesFocus]);
  return (
    <Button ref={button} onPress={onPress}>
      {words.anyway}
    </Button>
  );
}

type ConfirmProps = { onYes: () => void; onWait: () => void };

/** The safe one of the two has the focus, so that a key that is pressed twice writes nothing. */
function Confirm({ onYes, onWait }: ConfirmProps) {
  const wait = useRef<HTMLButtonElement>(null);
  useEffect(() => wait.current?.focus(), []);
  return (
    <>
      <Button ref={wait} onPress={onWait}>
        {words.wait}
      </Button>
      <Button onPress={onYes}>{words.sure}</Button>
    </>
  );
}
