import type { Ref } from "react";

type TextFieldProps = {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  invalid?: boolean;
  /** Only figures go in. */
  numeric?: boolean;
  /** What goes in is no text in a language. */
  spellCheck?: false;
  /** The dialog that it stands in begins here. */
  first?: boolean;
  ref?: Ref<HTMLInputElement>;
};

/** One line to write in, under its label. */
export function TextField(props: TextFieldProps) {
  const { label, hint, value, onChange, invalid = false, numeric = false, first = false } = props;
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      {hint !== undefined && <span className="field__hint">{hint}</span>}
      <input
        ref={props.ref}
        data-first={first || undefined}
        className="input"
        type="text"
        inputMode={numeric ? "numeric" : undefined}
        autoComplete="off"
        spellCheck={props.spellCheck}
        aria-invalid={invalid || undefined}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
