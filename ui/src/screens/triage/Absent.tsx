import type { RailView, StatusView } from "../../host/host";
import { en } from "../../words/en";
import { fmtCount } from "../../words/format";
import { readerWords } from "../../words/reader";
import { NoReader } from "../reader/Reader";
import type { OpenRequest } from "./useOpenRequest";

type AbsentProps = {
  id: string | null;
  open: OpenRequest;
  status: StatusView | null;
  rail: RailView | null;
  /** There is nothing in the list to choose from. */
  empty: boolean;
};

/** Stands in the reader's place while no request is open: it opens, it is gone, or there is none. */
export function Absent({ id, open, status, rail, empty }: AbsentProps) {
  if (open.error !== null && id !== null) {
    return <NoReader title={open.error.kind === "not-found" ? readerWords.gone : readerWords.failed} />;
  }
  if (id !== null) return <NoReader busy title={readerWords.opening} />;
  return (
    <NoReader title={en.queue.nothingOpen}>
      <p>{empty ? en.queue.nothingHereHint : en.queue.nothingOpenHint}</p>
      {rail !== null && (
        <dl className="today">
          <Count label={en.view["all-open"]} count={rail.allOpen} />
          <Count label={en.view.urgent} count={status?.urgentOpen ?? rail.urgent} />
          <Count label={en.view["done-today"]} count={rail.doneToday} />
        </dl>
      )}
    </NoReader>
  );
}

type CountProps = { label: string; count: number };

function Count({ label, count }: CountProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{fmtCount(count)}</dd>
    </div>
  );
}
