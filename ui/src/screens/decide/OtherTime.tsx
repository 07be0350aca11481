import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { readWhen } from "../../core/when";
import type { DecisionForm, HoldTimeView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { ActionPopover } from "./ActionPopover";

type OtherTimeProps = {
  title: string;
  now: string | null;
  /** Which of the two is chosen to begin with. */
  first: HoldTimeView["waitsFor"];
  onDecide: (decision: DecisionForm) => void;
  onClose: () => void;
};

const { hold: words } = decideWords;

const KINDS = ["moment", "patient"] as const satisfies readonly HoldTimeView["waitsFor"][];

/** A date and a time that no list offers, to hold a request or to wait for the patient. */
export function OtherTime({ title, now, first, onDecide, onClose }: OtherTimeProps) {
  const [waitsFor, setWaitsFor] = useState(first);
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
    else onDecide({ kind: "hold", until: when.local, waitsFor });
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
        <Kinds chosen={waitsFor} onChoose={setWaitsFor} />
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
            {words.save[waitsFor]}
          </Button>
          <Button chord="Esc" onPress={onClose}>
            {decideWords.reason.back}
          </Button>
        </div>
      </div>
    </ActionPopover>
  );
}

type KindsProps = {
  chosen: HoldTimeView["waitsFor"];
  onChoose: (kind: HoldTimeView["waitsFor"]) => void;
};

/** Whose move it is until then. */
function Kinds({ chosen, onChoose }: KindsProps) {
  const name = useId();
  return (
    <fieldset className="popover__kinds">
      <legend className="field__label">{words.kind}</legend>
      {KINDS.map((kind) => (
        <label key={kind} className="choice">
          <input type="radio" name={name} checked={kind === chosen} onChange={() => onChoose(kind)} />
          {words.kindOf[kind]}
        </label>
      ))}
    </fieldset>
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
