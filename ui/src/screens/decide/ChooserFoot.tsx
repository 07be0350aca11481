import { Key } from "../../components/Key";
import { decideWords } from "../../words/decide";
import type { ListedChoice } from "./choices";

type ChooserFootProps = { choices: readonly ListedChoice[]; advances: boolean };

/** Which keys choose here. */
export function ChooserFoot({ choices, advances }: ChooserFootProps) {
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
