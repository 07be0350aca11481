import { Icon } from "../../components/Icon";
import { headTop, listHeight, rowTop } from "../../core/windowing";
import type { ViewId } from "../../host/host";
import { en } from "../../words/en";
import type { RowPick } from "../batch/useMarking";
import { Placeholder, Row } from "./Row";
import type { Queue } from "./useQueue";
import { useRowWindow } from "./useRowWindow";
import { useStillRows } from "./useStillRows";

type QueueRowsProps = {
  queue: Queue;
  view: ViewId;
  search: string;
  selected: number;
  /** Changes whenever the selected row should take the focus. */
  focusCall: number;
  marked: ReadonlySet<string>;
  onSelect: (index: number, how: RowPick) => void;
};

/** The rows in sight of a list that may be very long: rows of one height, drawn where the scroll position needs them. */
export function QueueRows({ queue, view, search, selected, focusCall, marked, onSelect }: QueueRowsProps) {
  const { box, focused, shape, indexes, setScrollPx } = useRowWindow(queue, view, selected, focusCall);
  const { total, heads } = shape;
  useStillRows(box);
  const urgent = queue.head?.urgent ?? 0;
  return (
    <div
      ref={box}
      className={`rows${marked.size > 0 ? " rows--marking" : ""}`}
      role="listbox"
      aria-multiselectable="true"
      aria-label={en.queue.region(en.view[view])}
      tabIndex={total === 0 || selected < 0 ? 0 : -1}
      onScroll={(event) => setScrollPx(event.currentTarget.scrollTop)}
    >
      <div className="rows__all" role="presentation" style={{ height: listHeight(shape) }}>
        {heads.map((head) => (
          <GroupHead
            key={head}
            topPx={headTop(shape, head)}
            pinned={head === 0 ? urgent : 0}
            total={total}
            urgent={urgent}
          />
        ))}
        {indexes.map((index) => {
          const row = queue.row(index);
          const topPx = rowTop(shape, index);
          if (row === undefined)
            return <Placeholder key={`at-${index}`} index={index} total={total} topPx={topPx} />;
          return (
            <Row
              key={row.id}
              ref={index === selected ? focused : undefined}
              row={row}
              view={view}
              search={search}
              index={index}
              total={total}
              topPx={topPx}
              selected={index === selected}
              marked={marked.has(row.id)}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}

type GroupHeadProps = { topPx: number; pinned: number; urgent: number; total: number };

function GroupHead({ topPx, pinned, urgent, total }: GroupHeadProps) {
  return (
    <div className="group" role="presentation" style={{ transform: `translateY(${topPx}px)` }}>
      {pinned > 0 && <Icon name="pin" />}
      {pinned > 0 ? en.queue.pinned(pinned, total) : en.queue.oldest(total - urgent)}
    </div>
  );
}
