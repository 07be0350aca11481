import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useKeyRouter } from "../../app/keys";
import { Button } from "../../components/Button";
import { CloseRow } from "../../components/CloseRow";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { TextField } from "../../components/TextField";
import { SETTLE_MS } from "../../core/guards";
import { digitOf, isPrintable } from "../../core/keys";
import { useAsked, useHost } from "../../host/context";
import { commandError, type MinutesView } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { fmtTime } from "../../words/format";
import { minutesWords as words } from "../../words/minutes";

/** The gaps there are between two appointments; a digit commits one. */
const PRESETS = [5, 10, 15, 20, 30] as const;
const MINUTES_MAX = 240;

type MinutesDialogProps = { onStarted: () => void; onClose: () => void };

/** Asks how many minutes a person has, or goes on where they stopped. */
export function MinutesDialog({ onStarted, onClose }: MinutesDialogProps) {
  const { asked } = useAsked("minutes", ["queue"], (from) => from.minutes());
  const before = asked.state === "here" ? asked.value : null;
  const { problem, starting, start, resume, choose } = useStartMinutes(onStarted);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p className="hint">{words.hint}</p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the digits belong to the buttons inside */}
      <div className="minutes" onKeyDown={choose}>
        {before !== null && before.left > 0 && (
          <Button kind="primary" onPress={resume}>
            {words.resume(before, fmtTime(before.startedAt.local))}
          </Button>
        )}
        <div className="minutes__presets" role="group" aria-label={words.presets}>
          {PRESETS.map((minutes, index) => (
            <Button key={minutes} chord={String(index + 1)} onPress={() => start(minutes)}>
              {words.preset(minutes)}
            </Button>
          ))}
        </div>
      </div>
      <OtherMinutes onStart={start} />
      <Problem text={problem} />
      <p className="meta">{words.pace(before?.pacePercent ?? null)}</p>
      <p role="status">{starting && words.starting}</p>
      <CloseRow onClose={onClose}>{words.close}</CloseRow>
    </Dialog>
  );
}

/** The ways to begin, and why it did not. */
function useStartMinutes(onStarted: () => void) {
  const host = useHost();
  const [problem, setProblem] = useState<string | null>(null);
  const [starting, setStarting] = useState(false);
  const { guard } = useKeyRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function run(begin: () => Promise<MinutesView>): void {
    if (starting) return;
    setStarting(true);
    setProblem(null);
    begin().then(onStarted, (error) => {
      setStarting(false);
      setProblem(errorText(commandError(error)));
    });
  }

  function start(minutes: number): void {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES_MAX) setProblem(words.outOfRange);
    else run(() => host.startMinutes({ minutes }));
  }

  /** A digit is a choice until a number is being typed, and until more follows than a choice. */
  function choose(event: KeyboardEvent): void {
    const key = event.nativeEvent;
    if (event.target instanceof HTMLInputElement || !isPrintable(key) || key.key === " ") return;
    event.preventDefault();
    const digit = digitOf(key);
    const verdict = guard.judge(digit === null ? "strange" : "choice", performance.now());
    if (verdict === "typing") setProblem(`${en.guard.typing} ${en.guard.typingRest}`);
    const preset = digit === null || verdict !== "pass" ? undefined : PRESETS[digit - 1];
    if (preset === undefined) return;
    const token = guard.hold();
    timer.current = setTimeout(() => {
      if (guard.settles(token)) start(preset);
    }, SETTLE_MS);
  }

  return { problem, starting, start, resume: () => run(() => host.resumeMinutes()), choose };
}

type OtherMinutesProps = { onStart: (minutes: number) => void };

function OtherMinutes({ onStart }: OtherMinutesProps) {
  const [typed, setTyped] = useState("");
  return (
    <form
      className="minutes__other"
      onSubmit={(event) => {
        event.preventDefault();
        onStart(Number(typed));
      }}
    >
      <TextField numeric label={words.field} value={typed} onChange={setTyped} />
      <Button submit>{words.start}</Button>
    </form>
  );
}
