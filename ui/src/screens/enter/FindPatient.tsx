import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Marked } from "../../components/Marked";
import { Problem } from "../../components/Problem";
import { Tag } from "../../components/Tag";
import { type Asked, useAsked, useHost } from "../../host/context";
import { commandError, type QueueView, type RowView } from "../../host/host";
import { en } from "../../words/en";
import { enterWords } from "../../words/enter";
import { errorText } from "../../words/errors";
import { fmtMoment } from "../../words/format";
import { useSettled } from "../queue/useQueue";
import { Blank } from "./Blank";
import type { Who } from "./entry";

type FindPatientProps = {
  search: string;
  blank: string | null;
  onWho: (who: Who) => void;
  onChosen: (who: Who) => void;
  /** The list on screen was built for another question than this one, and has to be built again. */
  onAsked: () => void;
};

const PAUSE_MS = 150;
const ROWS_MAX = 8;
/** One letter finds everybody. */
const LETTERS_MIN = 2;

/** Finds a patient by the requests that are on this PC, so that it works with the line down. */
export function FindPatient({ search, blank, onWho, onChosen, onAsked }: FindPatientProps) {
  const id = useId();
  const { asked, words } = useFound(search, onAsked);
  const { choose, error } = useChoosing(onChosen);
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLUListElement>(null);
  const rows = asked.state === "here" ? (asked.value?.rows ?? []) : [];
  const problem = asked.state === "failed" ? errorText(asked.error) : error;

  function press(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    const stops = [field.current, ...(results.current?.querySelectorAll("button") ?? [])];
    stops[stops.findIndex((stop) => stop?.matches(":focus")) + step]?.focus();
    event.preventDefault();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows lead from the field into its results
    <div className="field" onKeyDown={press}>
      <label className="field__label" htmlFor={id}>
        {enterWords.who.label}
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        {enterWords.who.hint}
      </span>
      <Blank id={`${id}-blank`} text={blank} />
      <input
        ref={field}
        data-first
        id={id}
        className="input"
        type="text"
        role="searchbox"
        autoComplete="off"
        spellCheck={false}
        aria-required
        aria-invalid={blank !== null}
        aria-describedby={blank === null ? `${id}-hint` : `${id}-blank ${id}-hint`}
        value={search}
        onChange={(event) => onWho({ kind: "looking", search: event.target.value })}
      />
      <Problem text={problem} />
      <p className="field__hint" role="status">
        {foundText(asked)}
      </p>
      {rows.length > 0 && (
        <ul ref={results} className="enter__found" aria-label={enterWords.who.results}>
          {rows.map((row) => (
            <Found key={row.id} row={row} search={words} onPress={() => void choose(row.id)} />
          ))}
        </ul>
      )}
      <div>
        <Button onPress={() => onChosen({ kind: "not-found", name: asName(search) })}>
          {enterWords.who.notFound}
        </Button>
      </div>
    </div>
  );
}

type FoundProps = { row: RowView; search: string; onPress: () => void };

/**
 * One request, and so one patient. Two requests of one patient stay two rows: the same name and age may be two people.
 */
function Found({ row, search, onPress }: FoundProps) {
  return (
    <li>
      <button type="button" className="option enter__row" onClick={onPress}>
        <span className="option__what">
          <b>
            <Marked text={row.name} search={search} />
          </b>{" "}
          {row.ageYears !== null && en.row.age(row.ageYears)} {row.similarName && <Tag>{en.row.similar}</Tag>}
          {row.unmatched && <Tag kind="attention">{en.row.unmatched}</Tag>}
          <span className="option__hint meta enter__words">
            {enterWords.who.lastAsked(fmtMoment(row.receivedAt))} <Marked text={row.words} search={search} />
          </span>
        </span>
      </button>
    </li>
  );
}

function useFound(search: string, onAsked: () => void) {
  const words = useSettled(search.trim(), PAUSE_MS);
  const enough = words.length >= LETTERS_MIN;
  const { asked } = useAsked(`patients/${words}`, [], async (host) =>
    enough
      ? host.queue({ view: "everything", search: words, offset: 0, limit: ROWS_MAX, refresh: true })
      : null,
  );
  const tell = useRef(onAsked);
  useEffect(() => {
    if (enough) tell.current();
  }, [enough]);
  // A row of an older question could be chosen by mistake: it goes as soon as something else is typed.
  const current: Asked<QueueView | null> = words === search.trim() ? asked : { state: "asking" };
  return { asked: current, words };
}

/** Reads the chosen request, which alone says who the patient is beyond doubt. */
function useChoosing(onChosen: (who: Who) => void) {
  const host = useHost();
  const [error, setError] = useState<string | null>(null);
  const newest = useRef("");

  async function choose(requestId: string): Promise<void> {
    newest.current = requestId;
    setError(null);
    try {
      const { patient } = await host.request({ id: requestId });
      if (newest.current === requestId) onChosen({ kind: "patient", requestId, patient });
    } catch (failure) {
      setError(errorText(commandError(failure)));
    }
  }

  return { choose, error };
}

function foundText(asked: Asked<QueueView | null>): string {
  if (asked.state === "asking") return enterWords.who.asking;
  if (asked.state === "failed" || asked.value === null) return "";
  const { rows, total } = asked.value;
  return total === 0 ? enterWords.who.none : enterWords.who.found(rows.length, total);
}

/** What was typed may be the name already; a number is not one. */
function asName(search: string): string {
  return /\d/.test(search) ? "" : search.trim();
}
