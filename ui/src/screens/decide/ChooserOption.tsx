import { Key } from "../../components/Key";
import { UrgencyMark } from "../../components/UrgencyMark";
import type { ListedChoice } from "./choices";

type ChooserOptionProps = { id: string; choice: ListedChoice; marked: boolean; onPress: () => void };

/** One choice with its digit; one that cannot be made stays in the list and says why. */
export function ChooserOption({ id, choice, marked, onPress }: ChooserOptionProps) {
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
