import { Button } from "../../components/Button";
import type { FailedView } from "../../host/host";
import { failedText, attentionWords as words } from "../../words/attention";
import { decisionText, type Names } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { startWords } from "../../words/start";
import { Glance } from "./Glance";
import { SendAgain } from "./SendAgain";

type FailedProps = { failed: FailedView; names: Names; onOpen: () => void };

/** A decision that the provider did not take: what happened, what is safe, what to do. */
export function Failed({ failed, names, onOpen }: FailedProps) {
  const text = failedText(failed.reason);
  const title = words.failedTitle(failed.name, failed.reason);
  return (
    <main className="reader" aria-label={title} data-region="reader">
      <Glance requestId={failed.requestId}>
        <h2>{title}</h2>
        <dl className="facts-list">
          <div>
            <dt>{words.failedWhy}</dt>
            <dd>
              {text.what} {failed.httpStatus !== null && startWords.code(String(failed.httpStatus))}
            </dd>
          </div>
          {failed.said !== null && (
            <div>
              <dt>{words.failedSaid}</dt>
              <dd className="select-text">“{failed.said}”</dd>
            </div>
          )}
          <div>
            <dt>{startWords.safe}</dt>
            <dd>{words.failedSafe}</dd>
          </div>
          <div>
            <dt>{words.failedTodo}</dt>
            <dd>{text.todo}</dd>
          </div>
          <div>
            <dt>{words.failedWhat}</dt>
            <dd className="select-text">
              {decisionText(failed.decision, failed.ownerName, names)}
              <br />
              <span className="meta">{words.byAt(failed.by, fmtMoment(failed.at))}</span>
            </dd>
          </div>
        </dl>
        {failed.reason === "not-delivered" && <SendAgain key={failed.opId} failed={failed} />}
        <div>
          <Button kind={failed.reason === "not-delivered" ? undefined : "primary"} tall onPress={onOpen}>
            {words.open}
          </Button>
        </div>
      </Glance>
    </main>
  );
}
