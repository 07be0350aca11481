import type { KeyboardEvent, Ref } from "react";
import { en } from "../words/en";
import { Icon } from "./Icon";
import { Key } from "./Key";

type SearchFieldProps = {
  value: string;
  label: string;
  chord?: string;
  ref?: Ref<HTMLInputElement>;
  onChange: (value: string) => void;
  /** Escape or the cross, where giving up the search does more than empty the field. */
  onClear?: () => void;
  /** Enter or Escape: the person is done typing. */
  onLeave?: () => void;
};

export function SearchField({ value, label, chord, ref, onChange, onClear, onLeave }: SearchFieldProps) {
  const clear = onClear ?? (() => onChange(""));
  function leave(event: KeyboardEvent) {
    if (event.key !== "Escape" && event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Escape") clear();
    onLeave?.();
  }
  return (
    <div className="search">
      <Icon name="search" />
      <input
        ref={ref}
        type="text"
        role="searchbox"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={leave}
      />
      {value === "" && chord !== undefined && <Key chord={chord} />}
      {value !== "" && (
        <button type="button" className="search__clear" aria-label={en.top.clearSearch} onClick={clear}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
