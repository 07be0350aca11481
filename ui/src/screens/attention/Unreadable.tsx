import type { UnreadableView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { fmtMoment } from "../../words/format";

type UnreadableProps = { unreadable: UnreadableView };

/** Something arrived that this program cannot read: kept as it came, and said plainly. */
export function Unreadable({ unreadable }: UnreadableProps) {
  const title = words.unreadableTitle(unreadable.reference);
  return (
    <main className="reader" aria-label={title} data-region="reader">
      <div className="conflict">
        <h2>{title}</h2>
        <p className="wide">{words.unreadableText}</p>
        <dl className="facts-list">
          <div>
            <dt>{words.problem}</dt>
            <dd className="select-text">{unreadable.problem}</dd>
          </div>
        </dl>
        <p className="meta">{words.unreadableSeen(fmtMoment(unreadable.seenAt))}</p>
      </div>
    </main>
  );
}
