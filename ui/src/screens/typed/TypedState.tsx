import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { fmtMoment } from "../../words/format";
import { typedWords } from "../../words/typed";
import type { KeptText } from "./useKeptText";

type TypedStateProps = { kept: KeptText };

/** Says where a text has come from that stands there already, and where one is not kept. */
export function TypedState({ kept }: TypedStateProps) {
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
      <Button onPress={() => kept.setText("")}>{typedWords.discard}</Button>
    </p>
  );
}
