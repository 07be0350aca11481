import { useId } from "react";
import { enterWords } from "../../words/enter";
import { fmtDate } from "../../words/format";
import { Blank } from "./Blank";
import { BORN_PARTS, type Born, bornOf } from "./born";

type BornFieldProps = {
  born: Born;
  /** What is wrong with it is to be said. */
  tells: boolean;
  onChange: (born: Born) => void;
};

/** When somebody who was not found was born, as they say it: three parts, as nobody types a date the same way. */
export function BornField({ born, tells, onChange }: BornFieldProps) {
  const id = useId();
  const { date, problem, wrong } = bornOf(born);
  const told = tells ? problem : null;
  return (
    <fieldset
      className="field enter__born"
      aria-describedby={told === null ? `${id}-hint` : `${id}-wrong ${id}-hint`}
    >
      <legend className="field__label">{enterWords.born.legend}</legend>
      <span className="field__hint" id={`${id}-hint`}>
        {enterWords.born.hint}
      </span>
      <Blank id={`${id}-wrong`} text={told === null ? null : enterWords.born.problem[told]} />
      <div className="enter__date">
        {BORN_PARTS.map((part) => {
          const isWrong = told !== null && wrong.includes(part);
          return (
            <label key={part} className="field">
              <span>{enterWords.born[part]}</span>
              <input
                className={part === "year" ? "input enter__year" : "input enter__day"}
                type="text"
                inputMode="numeric"
                autoComplete="off"
                aria-invalid={isWrong}
                aria-describedby={isWrong ? `${id}-wrong` : undefined}
                value={born[part]}
                onChange={(event) => onChange({ ...born, [part]: event.target.value })}
              />
            </label>
          );
        })}
        {/* A day and a month in each other's place are seen by their names. */}
        <output className="enter__read">{date !== null && enterWords.born.read(fmtDate(date))}</output>
      </div>
    </fieldset>
  );
}
