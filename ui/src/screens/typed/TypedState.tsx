import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { fmtMoment } from "../../words/format";
import { typedWords } from "../../words/typed";
import type { KeptText } from "./useKeptText";

type TypedStateProps = {
  kept: KeptText;
  /** The text is gone, and so is the button that had the focus: the field takes it, or keys would reach the list behind. */
  onDiscard: () => void;
};

/** Says where a text has come from that stands there already, and where one is not kept. */
export function TypedState({ kept, onDiscard }: TypedStateProps) {
  function discard() {
    kept.setText("");
    void kept.save();
    onDiscard();
  }

  if (kept.state === "failed") {
    return (
      <p className="error" role="alert">
        {typedWords.notKept}
      </p>
    );
  }
  if (kept.state !== "restored" || kept.savedAt === null) return null;
  return (
    <p className="attend">
      <Icon name="pen" />
      {typedWords.back(fmtMoment(kept.savedAt))}
      <span className="spacer" />
      <Button onPress={discard}>{typedWords.discard}</Button>
    </p>
  );
}
