import { Button } from "../../components/Button";
import { SyncMark } from "../../components/SyncMark";
import type { OutboxItemView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { decisionText, type Names } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { Glance } from "./Glance";

type WaitingProps = { waiting: OutboxItemView; names: Names; onOpen: () => void };

/** A decision on its way: it goes by itself. */
export function Waiting({ waiting, names, onOpen }: WaitingProps) {
  return (
    <main className="reader" aria-label={waiting.name} data-region="reader">
      <Glance requestId={waiting.requestId}>
        <h2>{waiting.name}</h2>
        <p>
          <SyncMark sync={waiting.sync} /> <span className="meta">{fmtMoment(waiting.at)}</span>
        </p>
        <p className="words select-text">{decisionText(waiting.decision, waiting.ownerName, names)}</p>
        <p className="quiet">{words.emptyWaitingHint}</p>
        <div>
          <Button tall onPress={onOpen}>
            {words.open}
          </Button>
        </div>
      </Glance>
    </main>
  );
}
