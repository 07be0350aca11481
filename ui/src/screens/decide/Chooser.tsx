import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from "react";
import { useKeyRouter } from "../../app/keys";
import { Icon } from "../../components/Icon";
import { Key } from "../../components/Key";
import { UrgencyMark } from "../../components/UrgencyMark";
import { LOOK_MS, SETTLE_MS } from "../../core/guards";
import { digitOf, isPrintable } from "../../core/keys";
import { decideWords } from "../../words/decide";
import { ActionPopover } from "./ActionPopover";
import { filterChoices, type ListedChoice } from "./choices";

type ChooserProps<Listed extends ListedChoice> = {
  title: string;
  choices: readonly Listed[];
  /** The next request opens after the choice. */
  advances: boolean;
  children?: ReactNode;
  /** Stands in place of the list where there is nothing to choose at all. */
  none?: ReactNode;
  onChoose: (choice: Listed) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

/** A list by the action bar: a digit commits, letters find, Escape changes nothing. */
export function Chooser<Listed extends ListedChoice>({
  title,
  choices,
  advances,
  children,
  none,
  onChoose,
  onOff,
  onTyping,
  onClose,
}: ChooserProps<Listed>) {
  const { guard } = useKeyRouter();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [openedAt] = useState(() => performance.now());
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const shown = typed === "" ? [...choices] : filterChoices(choices, typed);
  const marked = shown[Math.min(at, shown.length - 1)];

  /** Whoever writes looks things up in another program meanwhile; keys that choose are for whoever looks at the list. */
  const closeOnBlur = useEffectEvent(() => {
    if (!isWriting(document.activeElement)) onClose();
  });
  useEffect(() => {
    field.current?.focus();
    const blur = () => closeOnBlur();
    window.addEventListener("blur", blur);
    return () => window.removeEventListener("blur", blur);
  }, []);

  useEffect(() => {
    if (marked !== undefined)
      document.getElementById(`${listId}-${marked.id}`)?.scrollIntoView?.({ block: "nearest" });
  }, [listId, marked]);

  function commit(choice: Listed | undefined, settle: boolean) {
    if (choice === undefined) return;
    if (choice.off !== null) return onOff(choice.off);
    if (!settle) return onChoose(choice);
    const token = guard.hold();
    setTimeout(() => {
      if (guard.settles(token)) onChoose(choice);
    }, SETTLE_MS);
  }

  function press(event: KeyboardEvent) {
    const key = event.nativeEvent;
    if (key.isComposing) return;
    if (event.key === "Escape") return stop(event, onClose);
    if (isWriting(event.target)) {
      if (event.key === "Enter" && event.ctrlKey) stop(event, () => commit(marked, false));
      return;
    }
    if (event.key === "ArrowDown") return stop(event, () => setAt((at + 1) % Math.max(1, shown.length)));
    if (event.key === "ArrowUp")
      return stop(event, () => setAt((at - 1 + shown.length) % Math.max(1, shown.length)));
    if (event.key === "Enter" && event.target === field.current)
      return stop(event, () => (key.repeat ? undefined : commit(marked, true)));
    if (event.target !== field.current || !isPrintable(key)) return;
    const now = performance.now();
    const digit = typed === "" ? digitOf(key) : null;
    const seen = now - openedAt >= LOOK_MS;
    if (digit === null && seen && typed === "" && event.key === " ") return stop(event, () => undefined);
    if (digit === null && seen) return;
    const verdict = guard.judge(digit === null ? "strange" : "choice", now);
    if (verdict === "typing") return stop(event, onTyping);
    if (verdict === "drop" && digit === null) return;
    stop(event, () => {
      if (verdict === "pass" && digit !== null)
        commit(
          choices.find((choice) => choice.digit === digit),
          true,
        );
    });
  }

  return (
    <ActionPopover
      title={title}
      head={
        <>
          <div className="search mt-2">
            <Icon name="search" />
            <input
              ref={field}
              type="text"
              role="combobox"
              aria-label={decideWords.filterLabel}
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={marked === undefined ? undefined : `${listId}-${marked.id}`}
              placeholder={decideWords.filter}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setAt(0);
              }}
            />
          </div>
          {children}
        </>
      }
      onKeyDown={press}
    >
      <div className="menu" role="listbox" id={listId} aria-label={title} tabIndex={-1}>
        {shown.map((choice) => (
          <Option
            key={choice.id}
            id={`${listId}-${choice.id}`}
            choice={choice}
            marked={choice === marked}
            onPress={() => commit(choice, false)}
          />
        ))}
        {shown.length === 0 && choices.length > 0 && <p className="popover__none">{decideWords.noChoice}</p>}
      </div>
      {choices.length === 0 && none}
      {choices.length > 0 && <Foot choices={choices} advances={advances} />}
    </ActionPopover>
  );
}

/** Whether this is a text beside the choices. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement;
}

function stop(event: KeyboardEvent, then: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  then();
}

type OptionProps = { id: string; choice: ListedChoice; marked: boolean; onPress: () => void };

function Option({ id, choice, marked, onPress }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are on the field that owns this list
    <div
      id={id}
      className={`option${choice.off === null ? "" : " option--off"}`}
      role="option"
      tabIndex={-1}
      aria-selected={marked}
      aria-disabled={choice.off === null ? undefined : true}
      onClick={onPress}
    >
      {choice.digit === null ? <span /> : <Key chord={String(choice.digit)} />}
      <div className="option__what">
        {choice.urgency === undefined ? <b>{choice.label}</b> : <UrgencyMark urgency={choice.urgency} />}
      </div>
      <span className="option__end meta">{choice.hint}</span>
    </div>
  );
}

type FootProps = { choices: readonly ListedChoice[]; advances: boolean };

function Foot({ choices, advances }: FootProps) {
  const last = choices.reduce((most, choice) => Math.max(most, choice.digit ?? 0), 0);
  return (
    <div className="popover__foot">
      <span>
        <Key chord="1" />
        {decideWords.to}
        <Key chord={String(last)} />
        {advances ? decideWords.chooseNext : decideWords.choose}
      </span>
      <span>
        <Key chord="↑" />
        <Key chord="↓" />
        <Key chord="Enter" />
        {decideWords.choose}
      </span>
      <span className="spacer" />
      <span>
        <Key chord="Esc" />
        {decideWords.cancel}
      </span>
    </div>
  );
}
