import type { ReactNode } from "react";
import { SyncMark } from "../../components/SyncMark";
import { Tag } from "../../components/Tag";
import type { AttentionView } from "../../host/host";
import { failedText, attentionWords as words } from "../../words/attention";
import { decisionText, type Names } from "../../words/decide";
import { fmtMoment } from "../../words/format";

export type ItemId = `${"conflict" | "failed" | "waiting" | "unreadable"}/${string}`;

/** Conflicts first, then what failed, what could not be read, and what waits. */
export function itemsOf(view: AttentionView): ItemId[] {
  return [
    ...view.conflicts.map((entry): ItemId => `conflict/${entry.opId}`),
    ...view.failed.map((entry): ItemId => `failed/${entry.opId}`),
    ...view.unreadable.map((entry): ItemId => `unreadable/${entry.reference}`),
    ...view.waiting.map((entry): ItemId => `waiting/${entry.opId}`),
  ];
}

type AttentionListProps = {
  view: AttentionView;
  names: Names;
  chosen: ItemId | null;
  onChoose: (item: ItemId) => void;
};

export function AttentionList({ view, names, chosen, onChoose }: AttentionListProps) {
  const item = (id: ItemId, name: string, mark: ReactNode, text: string, meta: string) => (
    <li key={id}>
      <button type="button" className="item" aria-current={id === chosen} onClick={() => onChoose(id)}>
        <span className="item__name">{name}</span>
        {mark}
        <span className="item__text">{text}</span>
        {meta !== "" && <span className="item__text meta">{meta}</span>}
      </button>
    </li>
  );
  return (
    <ul className="items" aria-label={words.list}>
      {view.conflicts.length > 0 && <li className="group">{words.conflicts(view.conflicts.length)}</li>}
      {view.conflicts.map((entry) =>
        item(
          `conflict/${entry.opId}`,
          entry.patient.name,
          <Tag kind="conflict" icon="fork">
            {words.conflictTag}
          </Tag>,
          words.differs(entry.differs.map((field) => words.field[field].toLowerCase()).join(", ")),
          [`${entry.decidedBy} ${fmtMoment(entry.decidedAt)}`, words.found(fmtMoment(entry.foundAt))].join(
            ". ",
          ),
        ),
      )}
      {view.failed.length > 0 && <li className="group">{words.failed(view.failed.length)}</li>}
      {view.failed.map((entry) =>
        item(
          `failed/${entry.opId}`,
          entry.name,
          <Tag kind="failed" icon="close">
            {words.failedTag}
          </Tag>,
          failedText(entry.reason).what,
          words.byAt(entry.by, fmtMoment(entry.at)),
        ),
      )}
      {view.unreadable.length > 0 && <li className="group">{words.unreadable(view.unreadable.length)}</li>}
      {view.unreadable.map((entry) =>
        item(
          `unreadable/${entry.reference}`,
          entry.reference,
          <Tag kind="attention" icon="alert">
            {words.unreadableTag}
          </Tag>,
          entry.problem,
          words.unreadableSeen(fmtMoment(entry.seenAt)),
        ),
      )}
      {view.waiting.length > 0 && <li className="group">{words.waiting(view.waiting.length)}</li>}
      {view.waiting.map((entry) =>
        item(
          `waiting/${entry.opId}`,
          entry.name,
          <span className="item__end">
            <SyncMark sync={entry.sync} /> <span className="meta">{fmtMoment(entry.at)}</span>
          </span>,
          decisionText(entry.decision, entry.ownerName, names),
          entry.attempts > 0 ? words.attempts(entry.attempts) : "",
        ),
      )}
      <li className="group">{words.sentToday(view.sentToday)}</li>
    </ul>
  );
}
