import type { RailView, StatusView } from "../../host/host";
import { en } from "../../words/en";
import { fmtCount } from "../../words/format";
import { readerWords } from "../../words/reader";
import { NoReader } from "../reader/Reader";
import { Notice } from "./Notice";
import type { OpenRequest } from "./useOpenRequest";
import type { Verbs } from "./useVerbs";

type AbsentProps = {
  id: string | null;
  open: OpenRequest;
  status: StatusView | null;
  rail: RailView | null;
  /** There is nothing in the list to choose from. */
  empty: boolean;
  verbs: Verbs;
};

/** Stands in the reader's place while no request is open: it opens, it is gone, or there is none. */
export function Absent({ id, open, status, rail, empty, verbs }: AbsentProps) {
  const foot = (
    <Notice
      notice={verbs.notice}
      changes={[]}
      onContinue={() => undefined}
      onClose={() => verbs.setNotice(null)}
    />
  );
  if (open.error !== null && id !== null) {
    return (
      <NoReader title={open.error.kind === "not-found" ? readerWords.gone : readerWords.failed} foot={foot} />
    );
  }
  if (id !== null) return <NoReader busy title={readerWords.opening} />;
  return (
    <NoReader title={en.queue.nothingOpen} foot={foot}>
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
