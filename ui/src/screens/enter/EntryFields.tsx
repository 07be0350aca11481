import { useId } from "react";
import { UrgencyMark } from "../../components/UrgencyMark";
import { decideWords } from "../../words/decide";
import { en } from "../../words/en";
import { enterWords } from "../../words/enter";
import { Blank } from "./Blank";
import type { Entry, Blank as Missing } from "./entry";
import { RadioSet } from "./RadioSet";

type EntryFieldsProps = {
  entry: Entry;
  /** What is to be named beside its field. */
  blanks: readonly Missing[];
  onChange: (part: Partial<Entry>) => void;
};

const ROUTES = (["phone", "desk"] as const).map((value) => ({ value, label: enterWords.route[value] }));
const CATEGORIES = (["clinical", "administrative", "unknown"] as const).map((value) => ({
  value,
  label: en.category[value],
  hint: decideWords.category.hint[value],
}));
const URGENCIES = (["emergency", "urgent-today", "soon", "routine"] as const).map((value) => ({
  value,
  label: <UrgencyMark urgency={value} />,
  hint: en.urgencyMeans[value],
}));

/** What was told, and how soon it has to be dealt with. Urgency is never chosen beforehand. */
export function EntryFields({ entry, blanks, onChange }: EntryFieldsProps) {
  const id = useId();
  const wordless = blanks.includes("words");
  return (
    <>
      <RadioSet
        legend={enterWords.route.legend}
        options={ROUTES}
        value={entry.route}
        onChange={(route) => onChange({ route })}
      />
      <div className="field">
        <label className="field__label" htmlFor={id}>
          {enterWords.words.label}
        </label>
        <span className="field__hint" id={`${id}-hint`}>
          {enterWords.words.hint}
        </span>
        <Blank id={`${id}-blank`} text={wordless ? enterWords.blank.words : null} />
        <textarea
          data-first
          id={id}
          className="input"
          rows={3}
          spellCheck
          aria-required
          aria-invalid={wordless}
          aria-describedby={wordless ? `${id}-blank ${id}-hint` : `${id}-hint`}
          value={entry.words}
          onChange={(event) => onChange({ words: event.target.value })}
        />
      </div>
      <div className="field">
        <label className="field__label" htmlFor={`${id}-number`}>
          {enterWords.ringBack}
        </label>
        <input
          id={`${id}-number`}
          className="input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={60}
          value={entry.ringBack}
          onChange={(event) => onChange({ ringBack: event.target.value })}
        />
      </div>
      <div className="enter__two">
        <RadioSet
          stacked
          legend={enterWords.urgency.legend}
          options={URGENCIES}
          value={entry.urgency}
          blank={blanks.includes("urgency") ? enterWords.blank.urgency : null}
          onChange={(urgency) => onChange({ urgency })}
        />
        <RadioSet
          stacked
          legend={enterWords.category.legend}
          options={CATEGORIES}
          value={entry.category}
          onChange={(category) => onChange({ category })}
        />
      </div>
    </>
  );
}
