import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import { Key } from "../../components/Key";
import { ariaKeys, shownKey } from "../../core/commands";
import type { RailView, StatusView, ViewId } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { fmtCount, fmtTime } from "../../words/format";
import type { RowPick } from "../batch/useMarking";
import { MinutesEnd, MinutesStrip } from "../minutes/MinutesStrip";
import { MarkedLine } from "./MarkedLine";
import { QueueRows } from "./QueueRows";
import { SaveView } from "./SaveView";
import type { Queue } from "./useQueue";
import { ViewPicker } from "./ViewPicker";

type QueuePaneProps = {
  queue: Queue;
  view: ViewId;
  search: string;
  rail: RailView | null;
  status: StatusView | null;
  selected: number;
  focusCall: number;
  marked: ReadonlySet<string>;
  staffId: string;
  onSelect: (index: number, how: RowPick) => void;
  onUnmark: () => void;
  /** Brings what can be done to the marked requests on screen, where only the list has room. */
  onDecideMarked: () => void;
  onShowNew: () => void;
  onClearSearch: () => void;
  onSearchAll: () => void;
};

/** Lists that do not hold what is open in the order in which it came. */
const COUNTED: Partial<Record<ViewId, (count: number) => string>> = {
  "done-today": en.queue.done,
  everything: en.queue.found,
};
const ORDERED: Partial<Record<ViewId, string>> = {
  "done-today": en.queue.orderDone,
  held: en.queue.orderHeld,
  everything: en.queue.orderEverything,
  minutes: en.queue.orderMinutes,
};

export function QueuePane(props: QueuePaneProps) {
  const { queue, view, search, rail, selected, focusCall, marked, onSelect, onShowNew } = props;
  const { head } = queue;
  const widens = search !== "" && view !== "everything";
  const count = Math.max(0, (head?.total ?? 0) - queue.moved);
  return (
    <section
      className="list"
      tabIndex={-1}
      aria-label={en.queue.region(en.view[view])}
      data-scope="triage"
      data-region="list"
    >
      <div className="list__head">
        <h1>
          {en.view[view]} <span>{COUNTED[view]?.(count) ?? en.queue.open(count)}</span>
        </h1>
        <ViewPicker view={view} count={count} rail={rail} />
        <div className="list__line">
          <p>
            {ORDERED[view] ?? en.queue.order}{" "}
            {head?.asAt == null ? en.queue.neverSynced : en.queue.asAt(fmtTime(head.asAt.local))}
          </p>
          {marked.size > 0 && (
            <MarkedLine count={marked.size} onUnmark={props.onUnmark} onDecide={props.onDecideMarked} />
          )}
        </div>
        {search !== "" && view !== "minutes" && (
          <SaveView key={`${view}/${search}`} {...{ view, search }} staffId={props.staffId} />
        )}
      </div>
      <p className="sr" role="status">
        {search !== "" && head !== null && en.queue.searched(search, count)}
      </p>
      {view === "minutes" && <MinutesStrip />}
      <Arrivals queue={queue} onShow={onShowNew} />
      {widens && count > 0 && <SearchAll onPress={props.onSearchAll} />}
      {head !== null && head.total === 0 ? (
        <NoRows {...props} />
      ) : head === null && queue.error !== null ? (
        <Empty icon="alert" title={en.queue.failed}>
          <p>{errorText(queue.error)}</p>
          <Button onPress={() => void queue.refresh()}>{en.queue.tryAgain}</Button>
        </Empty>
      ) : (
        <QueueRows {...{ queue, view, search, selected, focusCall, marked, onSelect }} />
      )}
    </section>
  );
}

type ArrivalsProps = { queue: Queue; onShow: () => void };

function Arrivals({ queue, onShow }: ArrivalsProps) {
  const keys = useKeyNames();
  const { head, moved } = queue;
  if (head === null || (head.arrivals === 0 && moved === 0)) return null;
  const since = head.arrivalsSince === null ? null : fmtTime(head.arrivalsSince.local);
  return (
    <button
      type="button"
      className={`arrivals${head.urgentArrivals > 0 ? " arrivals--urgent" : ""}`}
      aria-keyshortcuts={keys.ariaKeys("arrivals")}
      onClick={onShow}
    >
      <Icon name={head.arrivals > 0 ? "up" : "check"} />
      {head.arrivals > 0 ? (
        <span>
          <b>{en.queue.arrivalsNew(head.arrivals)}</b>
          {en.queue.arrivalsSince(since, head.urgentArrivals)}
        </span>
      ) : (
        <span>
          <b>{en.queue.movedOn(moved)}</b>
          {en.queue.movedOnRest}
        </span>
      )}
      <span className="spacer" />
      {head.arrivals > 0 ? en.queue.show : en.queue.tidy} <Key chord={keys.shownKey("arrivals")} />
    </button>
  );
}

type SearchAllProps = { onPress: () => void };

/** Under a search of one view that found something: it may not be all there is. */
function SearchAll({ onPress }: SearchAllProps) {
  return (
    <button type="button" className="arrivals" aria-keyshortcuts={ariaKeys("search-all")} onClick={onPress}>
      <Icon name="search" />
      {en.queue.searchAll}
      <span className="spacer" />
      <Key chord={shownKey("search-all")} />
    </button>
  );
}

type NoRowsProps = Pick<
  QueuePaneProps,
  "view" | "search" | "rail" | "status" | "onClearSearch" | "onSearchAll"
>;

function NoRows({ view, search, rail, status, onClearSearch, onSearchAll }: NoRowsProps) {
  if (view === "minutes" && search === "") return <MinutesEnd />;
  if (search !== "") {
    return (
      <Empty icon="search" title={en.queue.noMatch(search)}>
        <p>{view === "everything" ? en.queue.noMatchAtAllHint : en.queue.noMatchHint}</p>
        {view !== "everything" && (
          <Button chord={shownKey("search-all")} ariaKeys={ariaKeys("search-all")} onPress={onSearchAll}>
            {en.queue.searchAll}
          </Button>
        )}
        <Button onPress={onClearSearch}>{en.top.clearSearch}</Button>
      </Empty>
    );
  }
  if (status?.firstSync != null) {
    return (
      <Empty icon="wait" title={en.queue.firstSync(fmtCount(status.firstSync.received))}>
        <p>{en.queue.firstSyncHint}</p>
      </Empty>
    );
  }
  if (status?.asAt == null) {
    return (
      <Empty icon="offline" title={en.queue.notOnPc}>
        <p>{en.queue.notOnPcHint}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="check" title={en.queue.empty(view)}>
      <p>
        {en.queue.lastChecked(fmtTime(status.asAt.local))}{" "}
        {rail !== null && en.queue.doneToday(rail.doneToday)}
      </p>
    </Empty>
  );
}
