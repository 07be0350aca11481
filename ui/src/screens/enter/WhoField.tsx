import { useId } from "react";
import { Button } from "../../components/Button";
import { enterWords } from "../../words/enter";
import { Blank } from "./Blank";
import { BornField } from "./BornField";
import type { Born } from "./born";
import type { Who } from "./entry";
import { FindPatient } from "./FindPatient";

type WhoFieldProps = {
  who: Who;
  blank: string | null;
  born: Born;
  bornTells: boolean;
  onBorn: (born: Born) => void;
  onWho: (who: Who) => void;
  /** Another way of saying who it is, or somebody chosen: the focus has to go on. */
  onChosen: (who: Who) => void;
  onAsked: () => void;
};

/** Whom the request is about: a patient on this PC, or a name as it was told. */
export function WhoField(props: WhoFieldProps) {
  const { who, blank, born, bornTells, onWho, onBorn, onChosen } = props;
  const id = useId();
  const lookAgain = () => onChosen({ kind: "looking", search: who.kind === "not-found" ? who.name : "" });
  if (who.kind === "looking") return <FindPatient {...props} search={who.search} />;
  if (who.kind === "patient") {
    return (
      <div>
        <Button icon="search" onPress={lookAgain}>
          {enterWords.who.other}
        </Button>
      </div>
    );
  }
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {enterWords.who.name}
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        {enterWords.who.nameHint}
      </span>
      <Blank id={`${id}-blank`} text={blank} />
      <input
        data-first
        id={id}
        className="input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-required
        aria-invalid={blank !== null}
        aria-describedby={blank === null ? `${id}-hint` : `${id}-blank ${id}-hint`}
        value={who.name}
        onChange={(event) => onWho({ kind: "not-found", name: event.target.value })}
      />
      <BornField born={born} tells={bornTells} onChange={onBorn} />
      <div>
        <Button icon="search" onPress={lookAgain}>
          {enterWords.who.lookAgain}
        </Button>
      </div>
    </div>
  );
}
