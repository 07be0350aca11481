import { createContext, type ReactNode, useContext, useState } from "react";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { FailureDialog } from "../components/FailureDialog";
import { useHost } from "../host/context";
import { commandError, type Host } from "../host/host";
import { errorText } from "../words/errors";
import { practiseWords as words } from "../words/practise";
import { PracticeBar } from "./PracticeBar";

export type PractisingContext = {
  practising: boolean;
  busy: boolean;
  /** Goes to the practice queue, or asks before it is left. */
  toggle: () => void;
};

const Practice = createContext<PractisingContext>({
  practising: false,
  busy: false,
  toggle: () => undefined,
});

export function usePractising(): PractisingContext {
  return useContext(Practice);
}

type PractisingProps = {
  practising: boolean;
  /** A window beside the main one: marked alike, and nobody leaves from there. */
  alone?: boolean;
  children: ReactNode;
};

/** The way into the practice queue and out of it, and the marks round everything while somebody is in it. */
export function Practising({ practising, alone = false, children }: PractisingProps) {
  const host = useHost();
  const [busy, setBusy] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function move(go: (host: Host) => Promise<unknown>) {
    if (busy) return;
    setBusy(true);
    try {
      await go(host);
    } catch (failure) {
      setProblem(errorText(commandError(failure)));
    } finally {
      setBusy(false);
      setLeaving(false);
    }
  }

  const toggle = () => (practising ? setLeaving(true) : void move((to) => to.startPractising()));
  return (
    <Practice value={{ practising, busy, toggle }}>
      <div className={practising ? "practice" : "practice__off"}>
        {practising && (alone ? <PracticeWord /> : <PracticeBar onLeave={toggle} />)}
        <div className="practice__window">{children}</div>
        {practising && <Watermark />}
      </div>
      {leaving && (
        <Leave
          busy={busy}
          onLeave={() => void move((from) => from.stopPractising())}
          onStay={() => setLeaving(false)}
        />
      )}
      {problem !== null && (
        <FailureDialog
          title={words.failedTitle}
          what={problem}
          safe={words.failedSafe}
          close={words.close}
          onClose={() => setProblem(null)}
        />
      )}
    </Practice>
  );
}

/** What the watermark says, to be heard as well. The way out and the tasks are in the main window. */
function PracticeWord() {
  return (
    <section className="practice__bar" aria-label={words.region}>
      <p className="practice__word">
        <b>{words.word}</b> · {words.nothingIsSent}
      </p>
    </section>
  );
}

/** Times that the watermark is written across the window; what does not fit is cut off. */
const MARKS = Array.from({ length: 60 }, (_, at) => at);

/** Read by the eye only: the bar says the same to everybody. */
function Watermark() {
  return (
    <div className="practice__marks" aria-hidden="true">
      {MARKS.map((at) => (
        <span key={at}>{words.mark}</span>
      ))}
    </div>
  );
}

type LeaveProps = { busy: boolean; onLeave: () => void; onStay: () => void };

function Leave({ busy, onLeave, onStay }: LeaveProps) {
  return (
    <Dialog title={words.leaveTitle} onClose={onStay}>
      <p>{words.leaveText}</p>
      <p>{words.leaveNext}</p>
      <div className="popover__buttons">
        <Button kind="primary" tall off={busy ? words.leaving : null} onPress={onLeave}>
          {words.leaveNow}
        </Button>
        <Button tall chord="Esc" onPress={onStay}>
          {words.stay}
        </Button>
      </div>
    </Dialog>
  );
}
