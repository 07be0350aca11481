import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { type Fault, fieldId } from "./useSettings";

type FieldProps = {
  label: string;
  hint?: string;
  /** The field as Rust names it. */
  field: string;
  fault: Fault | null;
  className?: string;
  children: (props: FieldControl) => ReactNode;
};

/** What the control of a field carries. */
export type FieldControl = {
  id: string;
  "aria-invalid": boolean | undefined;
  "aria-describedby": string | undefined;
};

/** One field with its label, and beside it what Rust found wrong with it. */
export function Field({ label, hint, field, fault, className = "", children }: FieldProps) {
  const id = fieldId(field);
  const wrong = fault?.field === field;
  const described = [hint === undefined ? "" : `${id}-hint`, wrong ? `${id}-fault` : ""].filter(
    (part) => part !== "",
  );
  return (
    <div className={`field ${className}`}>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {hint !== undefined && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong && (
        <p className="error" id={`${id}-fault`}>
          <Icon name="alert" />
          {fault.text}
        </p>
      )}
      {children({
        id,
        "aria-invalid": wrong || undefined,
        "aria-describedby": described.length === 0 ? undefined : described.join(" "),
      })}
    </div>
  );
}

type FaultOfProps = { field: string; fault: Fault | null };

/** What Rust found wrong with a whole list. */
export function FaultOf({ field, fault }: FaultOfProps) {
  if (fault?.field !== field) return null;
  return (
    <p className="error" id={fieldId(field)} tabIndex={-1}>
      <Icon name="alert" />
      {fault.text}
    </p>
  );
}
