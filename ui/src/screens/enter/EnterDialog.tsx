import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { Problem } from "../../components/Problem";
import type { PatientView, TimeView } from "../../host/host";
import { en } from "../../words/en";
import { enterWords } from "../../words/enter";
import { fmtMoment, fmtNhsNumber } from "../../words/format";
import { typedWords } from "../../words/typed";
import { Banner } from "../reader/Banner";
import { EntryFields } from "./EntryFields";
import { blanksOf, type Entry, isBegun, nameOf, type Who } from "./entry";
import type { KeptEntry } from "./useKeptEntry";
import { useSaveEntry } from "./useSaveEntry";
import { WhoField } from "./WhoField";

type EnterDialogProps = {
  /** Kept by the caller, so that neither closing nor the end of the program loses it. */
  kept: KeptEntry;
  onEntered: (requestId: string, name: string) => void;
  onAsked: () => void;
  onClose: () => void;
};

/** Enters a request for somebody who rang or stands at the desk; the chosen patient stands over everything else. */
export function EnterDialog(props: EnterDialogProps) {
  const { onEntered, onAsked, onClose } = props;
  const { entry, keptAt, isBack, isNotKept, change: onChange, renew } = props.kept;
  const box = useRef<HTMLFormElement>(null);
  const [before, setBefore] = useState(() => (isBegun(entry) ? { at: keptAt } : null));
  const back = before ?? (isBack ? { at: keptAt } : null);
  const { who } = entry;
  const name = nameOf(entry);
  const { tried, saving, error, save } = useSaveEntry(entry, (id) => onEntered(id, name ?? ""));
  const focusAfterChoice = useFocus(box, who.kind === "patient" ? CHOSEN : FIRST);
  useFocusBlank(box, tried);
  const blanks = tried > 0 ? blanksOf(entry) : [];
  const change = (part: Partial<Entry>) => onChange({ ...entry, ...part });

  function choose(next: Who) {
    change({ who: next });
    focusAfterChoice();
  }

  function startAfresh() {
    renew();
    setBefore(null);
    focusAfterChoice();
  }

  function press(event: KeyboardEvent) {
    if (event.key !== "Enter" || !event.ctrlKey) return;
    event.preventDefault();
    if (!event.repeat) save();
  }

  const whoBlank = blanks.find((blank) => blank === "who" || blank === "name");
  return (
    <Dialog title={enterWords.title} className="enter" onClose={onClose}>
      {who.kind === "patient" && <Banner patient={who.patient} sentBy={null} acting />}
      <p className="sr" role="status">
        {who.kind === "patient" ? chosenText(who.patient) : ""}
      </p>
      <form ref={box} className="dialog__form" onSubmit={(event) => event.preventDefault()} onKeyDown={press}>
        {back !== null && <Back at={back.at} onAfresh={startAfresh} />}
        <WhoField
          who={who}
          blank={whoBlank === undefined ? null : enterWords.blank[whoBlank]}
          born={entry.born}
          bornTells={blanks.includes("born")}
          onWho={(next) => change({ who: next })}
          onBorn={(born) => change({ born })}
          onChosen={choose}
          onAsked={onAsked}
        />
        <EntryFields {...{ entry, blanks }} onChange={change} />
        <Problem text={error ?? (isNotKept ? typedWords.notKept : null)} />
        <div className="popover__buttons">
          <Button kind="primary" tall chord="Ctrl+Enter" label={enterWords.saveLabel(name)} onPress={save}>
            {saving ? enterWords.saving : enterWords.save}
          </Button>
          <Button tall chord="Esc" onPress={onClose}>
            {enterWords.close}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type BackProps = { at: TimeView | null; onAfresh: () => void };

/** Says that the form is one that was left, and since when. */
function Back({ at, onAfresh }: BackProps) {
  return (
    <p className="attend">
      <Icon name="pen" />
      {enterWords.kept(at === null ? null : fmtMoment(at))}
      <span className="spacer" />
      <Button onPress={onAfresh}>{enterWords.startAfresh}</Button>
    </p>
  );
}

const FIRST = "[data-first]";
const CHOSEN = "[type='radio']:checked";

/** Takes the focus to a field once what was chosen is on screen. */
function useFocus(box: RefObject<HTMLElement | null>, field: string): () => void {
  const [call, setCall] = useState(0);
  const at = useRef(field);
  useEffect(() => {
    at.current = field;
  });
  useEffect(() => {
    if (call > 0) box.current?.querySelector<HTMLElement>(at.current)?.focus();
  }, [box, call]);
  return () => setCall((before) => before + 1);
}

/** A save that was stopped by a blank leads to the first one. */
function useFocusBlank(box: RefObject<HTMLElement | null>, tried: number): void {
  useEffect(() => {
    if (tried === 0) return;
    const blank = box.current?.querySelector<HTMLElement>("[aria-invalid='true']");
    (blank?.querySelector<HTMLElement>("input") ?? blank)?.focus();
  }, [box, tried]);
}

function chosenText({ name, ageYears, nhsNumber }: PatientView): string {
  const { ageNotKnown, numberNotKnown, chosen } = enterWords.who;
  const age = ageYears === null ? ageNotKnown : en.row.spokenAge(ageYears);
  return chosen(name, age, nhsNumber === null ? numberNotKnown : fmtNhsNumber(nhsNumber));
}
