/**
 * Where the mouse or a finger marks a row.
 *
 * It takes no focus and has no name of its own: an option holds nothing to press, and says by itself whether it is
 * selected. The row tells a click on it from a click on the rest.
 */

import type { MouseEvent } from "react";
import { Icon } from "../../components/Icon";
import { batchWords } from "../../words/batch";
import type { RowPick } from "../batch/useMarking";

type RowBoxProps = { marked: boolean };

const BOX = "row__box";

export function RowBox({ marked }: RowBoxProps) {
  return (
    <span className={BOX} aria-hidden="true" title={marked ? batchWords.boxMarked : batchWords.box}>
      <span className="row__tick">{marked && <Icon name="check" />}</span>
    </span>
  );
}

/** What a click somewhere on a row asks for. */
export function pickOf({ target, shiftKey, ctrlKey, metaKey }: MouseEvent): RowPick {
  if (target instanceof Element && target.closest(`.${BOX}`) !== null) return shiftKey ? "box-range" : "box";
  if (shiftKey) return "range";
  return ctrlKey || metaKey ? "mark" : "open";
}

/** With Shift held the browser would select the words between two clicks, over what is being marked. */
export function keepWordsUnselected(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}
