import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { readWhen } from "../../core/when";
import { useAsked } from "../../host/context";
import type { DecisionForm, HoldTimeView, RequestView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { ActionPopover } from "./ActionPopover";
import { Chooser } from "./Chooser";
import type { Choice } from "./choices";

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

/** Until when the request is set aside. It comes back by itself, or at once when the patient writes. */
export function Holding({ request, now, onDecide, ...chooser }: HoldingProps) {
  const { asked } = useAsked("hold-times", ["time"], (host) => host.holdTimes());
  const [other, setOther] = useState(false);
  const title = words.title(request.patient.name);
  if (other) return <OtherTime title={title} now={now} onDecide={onDecide} onClose={chooser.onClose} />;
  const times = asked.state === "here" ? asked.value : [];
  return (
    <Chooser
      {...chooser}
      title={title}
      choices={holdChoices(request, times)}
      advances
      onChoose={(choice) => (choice.id === OTHER ? setOther(true) : onDecide(choice.decision))}
    >
      <p className="meta mt-2">{words.hint}</p>
    </Chooser>
  );
}

function holdChoices(request: RequestView, times: readonly HoldTimeView[]): Choice[] {
  const offered = times.map(({ time, at }, index) => ({
    id: time,
    digit: index + 1,
    label: words.time[time],
    hint: fmtMoment(at),
    off: null,
    decision: { kind: "hold" as const, until: at.iso },
  }));
  const other: Choice = {
    id: OTHER,
    digit: offered.length + 1,
    label: words.other,
    hint: null,
    off: null,
    decision: { kind: "hold", until: "" },
  };
  const end: Choice = {
    id: "end",
    digit: 0,
    label: words.end,
    hint: request.heldUntil === null ? null : words.heldUntil(fmtMoment(request.heldUntil)),
    off: null,
    decision: { kind: "end-hold" },
  };
  return request.heldUntil === null ? [...offered, other] : [...offered, other, end];
}

type OtherTimeProps = {
  title: string;
  now: string | null;
  onDecide: (decision: DecisionForm) => void;
  onClose: () => void;
};

function OtherTime({ title, now, onDecide, onClose }: OtherTimeProps) {
  const [date, setDate] = useState("");
  const [time, setTime] = useState("08:00");
  const [problem, setProblem] = useState<"no-date" | "no-time" | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
  }, []);

  function save() {
    const when = readWhen(date, time, now ?? "");
    if ("problem" in when) setProblem(when.problem);
    else onDecide({ kind: "hold", until: when.local });
  }

  function press(event: KeyboardEvent) {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    if (event.key === "Enter" && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    event.stopPropagation();
    (event.key === "Enter" ? save : onClose)();
  }

  return (
    <ActionPopover title={title} onKeyDown={press}>
      <div className="popover__body">
        <Field
          label={words.date}
          hint={words.dateHint}
          value={date}
          error={problem === "no-date"}
          onChange={setDate}
          field={field}
        />
        <Field
          label={words.clock}
          hint={words.clockHint}
          value={time}
          error={problem === "no-time"}
          onChange={setTime}
        />
        {problem !== null && (
          <p className="error" role="alert">
            {words.problem[problem]}
          </p>
        )}
        <div className="popover__buttons">
          <Button kind="primary" chord="Enter" onPress={save}>
            {words.save}
          </Button>
          <Button chord="Esc" onPress={onClose}>
            {decideWords.reason.back}
          </Button>
        </div>
      </div>
    </ActionPopover>
  );
}

type FieldProps = {
  label: string;
  hint: string;
  value: string;
  error: boolean;
  onChange: (value: string) => void;
  field?: React.Ref<HTMLInputElement>;
};

function Field({ label, hint, value, error, onChange, field }: FieldProps) {
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      <span className="field__hint">{hint}</span>
      <input
        ref={field}
        className="input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error || undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
