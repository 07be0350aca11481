import { type ReactNode, useId } from "react";
import { Blank } from "./Blank";

type RadioSetProps<Value extends string> = {
  legend: string;
  options: readonly { value: Value; label: ReactNode; hint?: string }[];
  value: Value | null;
  /** What is missing; null while nothing is. */
  blank?: string | null;
  stacked?: boolean;
  onChange: (value: Value) => void;
};

/** One choice of a few, all in sight. */
export function RadioSet<Value extends string>(props: RadioSetProps<Value>) {
  const { legend, options, value, blank = null, stacked = false, onChange } = props;
  const id = useId();
  return (
    <div
      role="radiogroup"
      className="field"
      aria-labelledby={`${id}-legend`}
      aria-required
      aria-invalid={blank !== null}
      aria-describedby={blank === null ? undefined : `${id}-blank`}
    >
      <span className="field__label" id={`${id}-legend`}>
        {legend}
      </span>
      <Blank id={`${id}-blank`} text={blank} />
      <div className={stacked ? "enter__choices enter__choices--stacked" : "enter__choices"}>
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={id}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>
              {option.label} {option.hint !== undefined && <span className="field__hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </div>
  );
}
