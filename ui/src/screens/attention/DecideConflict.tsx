import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Key } from "../../components/Key";
import type { ConflictView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { decisionText, type Names } from "../../words/decide";
import { en } from "../../words/en";
import { CHOICES, type ChoiceId, choiceElementId, REASON_ID, useResolve } from "./useResolve";

type DecideConflictProps = { conflict: ConflictView; names: Names; onOpen: () => void };

export function DecideConflict({ conflict, names, onOpen }: DecideConflictProps) {
  const { choice, reason, error, resolving, choose, setReason, confirm } = useResolve(conflict, onOpen);
  const owner = conflict.decision.kind === "assign" ? en.owner.of(conflict.mine.owner) : null;
  const mine = decisionText(conflict.decision, owner, names);
  const isReply = conflict.decision.kind === "reply";
  return (
    <form
      className="decide"
      aria-label={words.decide}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <Option id="keep-theirs" choice={choice} title={words.keep} onChoose={choose}>
        {words.keepHint(mine)}
      </Option>
      <Option
        id="use-mine"
        choice={choice}
        title={words.mineChoice}
        rest={words.mineChoiceRest}
        onChoose={choose}
      >
        {isReply ? words.mineReply : words.mineHintChoice(conflict.changedBy ?? words.someone)}
      </Option>
      {choice === "use-mine" && (
        <label className="field decide__reason">
          <span className="field__label">{words.reason}</span>
          <input
            id={REASON_ID}
            className="input"
            type="text"
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
      )}
      <Option
        id="open-request"
        choice={choice}
        title={words.openChoice}
        rest={words.openChoiceRest}
        onChoose={choose}
      >
        {words.openHint}
      </Option>
      {error !== null && (
        <p className="error" role="alert">
          <Icon name="alert" />
          {error}
        </p>
      )}
      <div className="decide__foot">
        <Button submit kind="primary" tall chord="Enter" off={resolving ? words.resolving : null}>
          {resolving ? words.resolving : words.confirm(CHOICES.indexOf(choice) + 1, DOES[choice])}
        </Button>
        <span className="meta">{words.twoKeys}</span>
      </div>
    </form>
  );
}

/** What the button does, in its own words: a number alone says nothing to whoever came by mouse. */
const DOES: Record<ChoiceId, string> = {
  "keep-theirs": words.doesKeep,
  "use-mine": words.doesMine,
  "open-request": words.doesOpen,
};

type OptionProps = {
  id: ChoiceId;
  choice: ChoiceId;
  title: string;
  rest?: string;
  children: string;
  onChoose: (choice: ChoiceId) => void;
};

function Option({ id, choice, title, rest, children, onChoose }: OptionProps) {
  const chord = useKeyNames().shownKey(id);
  return (
    <label className="decide__option">
      <span className="choice">
        <input
          id={choiceElementId(id)}
          type="radio"
          name="choice"
          checked={choice === id}
          onChange={() => onChoose(id)}
        />
      </span>
      {chord !== "" && <Key chord={chord} />}
      <span>
        <b>{title}</b> {rest}
        <br />
        {children}
      </span>
    </label>
  );
}
