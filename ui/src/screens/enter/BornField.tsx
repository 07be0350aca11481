import { useId } from "react";
import { enterWords } from "../../words/enter";
import { Blank } from "./Blank";
import { type Born, bornOf } from "./entry";

type BornFieldProps = { born: Born; isWrong: boolean; onChange: (born: Born) => void };

const PARTS = ["day", "month", "year"] as const;

/** When somebody who was not found was born, as they say it: three parts, as nobody types a date the same way. */
export function BornField({ born, isWrong, onChange }: BornFieldProps) {
  const id = useId();
  // Once it is right, nothing more is said about it.
  const wrong = isWrong && bornOf(born) === undefined;
  return (
    <fieldset className="field enter__born" aria-describedby={wrong ? `${id}-wrong` : `${id}-hint`}>
      <legend className="field__label">{enterWords.born.legend}</legend>
      <span className="field__hint" id={`${id}-hint`}>
        {enterWords.born.hint}
      </span>
      <Blank id={`${id}-wrong`} text={wrong ? enterWords.blank.born : null} />
      <div className="enter__date">
        {PARTS.map((part) => (
          <label key={part} className="field">
            <span>{enterWords.born[part]}</span>
            <input
              className={part === "year" ? "input enter__year" : "input enter__day"}
              type="text"
              inputMode="numeric"
              autoComplete="off"
              maxLength={part === "year" ? 4 : 2}
              aria-invalid={wrong}
              value={born[part]}
              onChange={(event) => onChange({ ...born, [part]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
