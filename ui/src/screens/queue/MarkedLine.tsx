import { Button } from "../../components/Button";
import { ariaKeys } from "../../core/commands";
import { batchWords } from "../../words/batch";

type MarkedLineProps = { count: number; onUnmark: () => void; onDecide: () => void };

/** In the head of the list while anything is marked: how many, and the ways on where the panel is out of sight. */
export function MarkedLine({ count, onUnmark, onDecide }: MarkedLineProps) {
  return (
    <div className="list__marks">
      <b>{batchWords.markedShort(count)}</b>
      <Button kind="quiet" ariaKeys={ariaKeys("clear-marks")} onPress={onUnmark}>
        {batchWords.clear}
      </Button>
      <Button kind="quiet" className="list__decide" endIcon="right" onPress={onDecide}>
        {batchWords.decide}
      </Button>
    </div>
  );
}
