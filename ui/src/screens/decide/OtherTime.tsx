import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { TextField } from "../../components/TextField";
import { readWhen } from "../../core/when";
import type { DecisionForm, HoldTimeView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { ActionPopover } from "./ActionPopover";
import { SaveOrBack } from "./SaveOrBack";

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
        <TextField
          ref={field}
          label={words.date}
          hint={words.dateHint}
          value={date}
          invalid={problem === "no-date"}
          spellCheck={false}
          onChange={setDate}
        />
        <TextField
          label={words.clock}
          hint={words.clockHint}
          value={time}
          invalid={problem === "no-time"}
          spellCheck={false}
          onChange={setTime}
        />
        {problem !== null && (
          <p className="error" role="alert">
            {words.problem[problem]}
          </p>
        )}
        <SaveOrBack chord="Enter" onSave={save} onBack={onClose}>
          {words.save[waitsFor]}
        </SaveOrBack>
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
