import type { ReactNode } from "react";
import { Tag } from "../../components/Tag";
import { UrgencyMark } from "../../components/UrgencyMark";
import type { ConflictView, FieldView, SideView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { en } from "../../words/en";
import { fmtMoment } from "../../words/format";

type CompareProps = { conflict: ConflictView };

const FIELDS: readonly FieldView[] = [
  "urgency",
  "owner",
  "category",
  "outcome",
  "messages",
  "content",
  "held",
];

/** What is told only where it differs: most requests have never been corrected, held or left waiting. */
const RARE: readonly FieldView[] = ["content", "held"];

/** What was seen, what is there, what was decided: names and times, never "local" and "remote". */
export function Compare({ conflict }: CompareProps) {
  const { saw, there, mine, differs } = conflict;
  return (
    <table className="compare">
      <caption className="sr">{words.caption}</caption>
      <colgroup>
        <col />
        <col />
        <col />
        <col />
      </colgroup>
      <thead>
        <tr>
          <td />
          <th scope="col">
            {words.saw}
            <span>{words.sawHint}</span>
          </th>
          <th scope="col" className="now">
            {words.there} <Tag icon="pin">{words.inForce}</Tag>
            <span>
              {words.thereHint(
                conflict.changedBy,
                conflict.changedAt === null ? null : fmtMoment(conflict.changedAt),
              )}
            </span>
          </th>
          <th scope="col">
            {words.mine}
            <span>{words.mineHint(conflict.decidedBy, fmtMoment(conflict.decidedAt))}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {FIELDS.filter((field) => !RARE.includes(field) || differs.includes(field)).map((field) => {
          const differ = differs.includes(field) ? "differs" : "same";
          return (
            <tr key={field}>
              <th scope="row">{words.field[field]}</th>
              <td className={field === "urgency" ? undefined : "same"}>{cell(saw, field, words.asRead)}</td>
              <td className={`now ${differ}`}>{cell(there, field, words.corrected)}</td>
              <td className={differ}>
                {cell(mine, field, "")}
                {differ === "differs" && isSame(saw, mine, field) && (
                  <span className="same"> {words.notChanged}</span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function cell(side: SideView, field: FieldView, content: string): ReactNode {
  switch (field) {
    case "urgency":
      return <UrgencyMark urgency={side.urgency} />;
    case "owner":
      return en.owner.of(side.owner);
    case "category":
      return en.category[side.category];
    case "outcome":
      return side.outcome ?? words.open_;
    case "messages":
      if (side.messages.length === 0) return words.noMessages;
      return side.messages.map((message) => <p key={message}>“{message}”</p>);
    case "content":
      return content;
    case "held":
      return side.held === null ? words.notHeld : words.heldAs(side.heldForPatient, fmtMoment(side.held));
  }
}

function isSame(a: SideView, b: SideView, field: FieldView): boolean {
  if (field === "content") return true;
  if (field === "held" && a.heldForPatient !== b.heldForPatient) return false;
  return JSON.stringify(a[field]) === JSON.stringify(b[field]);
}
