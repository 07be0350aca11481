import { useState } from "react";
import { type Asked, useAsked } from "../../host/context";
import type { DecisionForm, HoldTimeView, RequestView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { Chooser } from "./Chooser";
import type { Choice } from "./choices";
import { OtherTime } from "./OtherTime";

type HoldingProps = {
  request: RequestView;
  now: string | null;
  onDecide: (decision: DecisionForm) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

const { hold: words } = decideWords;

/** The choice that asks for a date and a time. */
const OTHER = "other";
const OTHER_DIGIT = 6;

/** A time keeps its digit where another is not offered: this afternoon is none in the evening, and hands know the rest. */
const DIGIT: Record<HoldTimeView["waitsFor"], Partial<Record<HoldTimeView["time"], number>>> = {
  moment: {
    "in-an-hour": 1,
    "this-afternoon": 2,
    "next-working-day": 3,
    "in-two-working-days": 4,
    "in-a-week": 5,
  },
  patient: { "in-three-days": 7, "in-a-week": 8, "in-two-weeks": 9 },
};

/** Until when the request is held or waits for the patient. It is back by itself then, or at once when they write. */
export function Holding({ request, now, onDecide, ...chooser }: HoldingProps) {
  const { asked } = useAsked("hold-times", ["time"], (host) => host.holdTimes());
  const [other, setOther] = useState(false);
  const title = words.title(request.patient.name);
  if (other) {
    const first = request.awaitingPatient ? "patient" : "moment";
    return <OtherTime {...{ title, now, first, onDecide }} onClose={chooser.onClose} />;
  }
  return (
    <Chooser
      {...chooser}
      title={title}
      choices={holdChoices(request, asked.state === "here" ? asked.value : [])}
      advances
      onChoose={(choice) => (choice.id === OTHER ? setOther(true) : onDecide(choice.decision))}
    >
      <Hint state={asked.state} />
    </Chooser>
  );
}

type HintProps = { state: Asked<unknown>["state"] };

function Hint({ state }: HintProps) {
  if (state === "failed")
    return (
      <p className="error mt-2" role="alert">
        {words.noTimes}
      </p>
    );
  return <p className="meta mt-2">{state === "asking" ? words.reading : words.hint}</p>;
}

function holdChoices(request: RequestView, times: readonly HoldTimeView[]): Choice[] {
  const of = (waitsFor: HoldTimeView["waitsFor"]) =>
    times.filter((time) => time.waitsFor === waitsFor).map(timeChoice);
  const other: Choice = {
    id: OTHER,
    digit: OTHER_DIGIT,
    label: words.other,
    hint: words.otherHint,
    off: null,
    decision: { kind: "hold", until: "", waitsFor: "moment" },
  };
  const choices = [...of("moment"), other, ...of("patient")];
  const until = waitsUntil(request);
  return until === null ? choices : [...choices, endChoice(until)];
}

function timeChoice({ time, waitsFor, at }: HoldTimeView): Choice {
  const when = fmtMoment(at);
  const waits = waitsFor === "patient";
  return {
    id: `${waitsFor}-${time}`,
    digit: DIGIT[waitsFor][time] ?? null,
    label: waits ? words.waitUntil(when) : words.time[time],
    hint: waits ? words.time[time] : when,
    group: words.group[waitsFor],
    off: null,
    decision: { kind: "hold", until: at.iso, waitsFor },
  };
}

function endChoice(hint: string): Choice {
  return { id: "end", digit: 0, label: words.end, hint, off: null, decision: { kind: "end-hold" } };
}

/** What would end, in words; null where nothing waits. */
function waitsUntil({ heldUntil, awaitingPatient, awaitingUntil }: RequestView): string | null {
  if (heldUntil !== null) return words.heldUntil(fmtMoment(heldUntil));
  if (!awaitingPatient) return null;
  return words.waitingUntil(awaitingUntil === null ? null : fmtMoment(awaitingUntil));
}
