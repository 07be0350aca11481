import { type KeyboardEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Icon } from "../components/Icon";
import { Key } from "../components/Key";
import { type CommandId, commandLabel } from "../core/commands";
import { SETTLE_MS } from "../core/guards";
import { isPrintable } from "../core/keys";
import { findCommands, type Hit, paletteCommands } from "../core/palette";
import { paletteWords as words } from "../words/palette";
import { useKeyRouter } from "./keys";
import { useKeyNames } from "./setup";

type PaletteProps = { onClose: () => void };

/** Every command that can act on this screen, found by typing and run as its key would run it. */
export function Palette({ onClose }: PaletteProps) {
  const router = useKeyRouter();
  const [commands] = useState(() => paletteCommands(router.scopes()));
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const hits = findCommands(commands, typed);
  const marked = hits[Math.min(at, hits.length - 1)];
  const markedId = marked === undefined ? undefined : `${listId}-${marked.command.id}`;
  useCloseOnBlur(onClose);

  useEffect(() => {
    if (markedId !== undefined) document.getElementById(markedId)?.scrollIntoView?.({ block: "nearest" });
  }, [markedId]);

  /** The focus is back where it was before the command moves it. */
  function run(id: CommandId) {
    flushSync(onClose);
    router.run(id);
  }
  const settle = useSettled(run);

  function press(event: KeyboardEvent) {
    const key = event.nativeEvent;
    if (key.isComposing) return;
    const count = Math.max(1, hits.length);
    if (event.key === "ArrowDown") setAt((Math.min(at, count - 1) + 1) % count);
    else if (event.key === "ArrowUp") setAt((Math.min(at, count - 1) - 1 + count) % count);
    else if (event.key === "Enter") {
      if (marked !== undefined && !key.repeat) settle.start(marked.command.id);
    } else {
      if (isPrintable(key)) settle.drop();
      return;
    }
    event.preventDefault();
  }

  return (
    <Dialog title={commandLabel("palette")} className="palette" quietTitle onClose={onClose}>
      <div className="search palette__field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label={words.field}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={markedId}
          aria-autocomplete="list"
          placeholder={words.field}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onKeyDown={press}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
        />
      </div>
      <Results {...{ listId, hits, marked }} typed={typed.trim()} onRun={run} />
      <Foot onClose={onClose} />
    </Dialog>
  );
}

type ResultsProps = {
  listId: string;
  hits: readonly Hit[];
  marked: Hit | undefined;
  typed: string;
  onRun: (id: CommandId) => void;
};

/** Lowest height of a command's line, in CSS pixels: what fits is drawn at once, and a little more. */
const LINE_PX = 28;

function Results({ listId, hits, marked, typed, onRun }: ResultsProps) {
  // The webview paints a list whole, also what is scrolled out of sight: the field would wait for a hundred commands.
  const [isWhole, setWhole] = useState(false);
  const fit = Math.ceil(window.innerHeight / LINE_PX);
  const walked = marked !== undefined && hits.indexOf(marked) >= fit;
  const drawn = isWhole || walked ? hits : hits.slice(0, fit);
  return (
    <>
      <div
        className="menu"
        role="listbox"
        id={listId}
        aria-label={words.list}
        tabIndex={-1}
        onScroll={() => setWhole(true)}
      >
        {drawn.map((hit, index) => (
          <Found
            key={hit.command.id}
            id={`${listId}-${hit.command.id}`}
            hit={hit}
            head={typed === "" ? headBefore(hits, index) : null}
            place={{ at: index + 1, of: hits.length }}
            marked={hit === marked}
            onPress={() => onRun(hit.command.id)}
          />
        ))}
      </div>
      {hits.length === 0 && (
        <div className="popover__none">
          <b>{words.none(typed)}</b>
          <p>{words.noneHint}</p>
        </div>
      )}
      <p className="sr" role="status">
        {typed === "" ? "" : words.found(hits.length)}
      </p>
    </>
  );
}

/** The heading where a new group begins in the list of all commands. */
function headBefore(hits: readonly Hit[], index: number): string | null {
  const isWindow = (hit: Hit | undefined) => hit?.command.scope === "window";
  const anywhere = isWindow(hits[index]);
  if (index > 0 && isWindow(hits[index - 1]) === anywhere) return null;
  return anywhere ? words.anywhere : words.here;
}

/** Lines that a scanner or a paste types end in Enter too: a command runs only when no letter follows at once. */
function useSettled(run: (id: CommandId) => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const onSettled = useEffectEvent(run);
  const [settled] = useState(() => (id: CommandId) => onSettled(id));
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    start: (id: CommandId) => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => settled(id), SETTLE_MS);
    },
    drop: () => clearTimeout(timer.current),
  };
}

/** What is typed while another window is in front belongs to that window. */
function useCloseOnBlur(onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const blur = () => close();
    window.addEventListener("blur", blur);
    return () => window.removeEventListener("blur", blur);
  }, []);
}

type FoundProps = {
  id: string;
  hit: Hit;
  head: string | null;
  /** Among all that were found, of which not all need be drawn. */
  place: { at: number; of: number };
  marked: boolean;
  onPress: () => void;
};

function Found({ id, hit, head, place, marked, onPress }: FoundProps) {
  const { command, marks } = hit;
  const { shownKey, ariaKeys } = useKeyNames();
  const chord = shownKey(command.id);
  return (
    <>
      {head !== null && (
        <div className="palette__group" role="presentation">
          {head}
        </div>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are on the field that owns this list */}
      <div
        id={id}
        className="option"
        role="option"
        tabIndex={-1}
        aria-selected={marked}
        aria-posinset={place.at}
        aria-setsize={place.of}
        aria-keyshortcuts={chord === "" ? undefined : ariaKeys(command.id)}
        onClick={onPress}
      >
        <span className="option__what">
          {partsOf(command.label, marks).map((part) =>
            part.typed ? <mark key={part.at}>{part.text}</mark> : part.text,
          )}
        </span>
        <span className="option__end">{chord !== "" && <Key chord={chord} />}</span>
      </div>
    </>
  );
}

type Part = { at: number; text: string; typed: boolean };

/** A label in pieces, those that were typed apart from those that were not. */
function partsOf(label: string, marks: ReadonlySet<number>): Part[] {
  const parts: Part[] = [];
  for (const [at, char] of [...label].entries()) {
    const last = parts.at(-1);
    if (last?.typed === marks.has(at)) last.text += char;
    else parts.push({ at, text: char, typed: marks.has(at) });
  }
  return parts;
}

type FootProps = { onClose: () => void };

function Foot({ onClose }: FootProps) {
  return (
    <div className="popover__foot">
      <span>
        <Key chord="↑" />
        <Key chord="↓" />
        {words.move}
      </span>
      <span>
        <Key chord="Enter" />
        {words.run}
      </span>
      <span className="spacer" />
      <span>{words.keys}</span>
      <Button kind="quiet" chord="Esc" onPress={onClose}>
        {words.close}
      </Button>
    </div>
  );
}
