import { Icon } from "../../components/Icon";
import type { DueView, OutageRowView } from "../../host/host";
import { en } from "../../words/en";
import { fmtDate, fmtNhsNumber, fmtTime, fmtWait } from "../../words/format";
import { outageWords } from "../../words/outage";

type OutageTableProps = {
  rows: readonly OutageRowView[];
  /** Stands at the head of every sheet, so that none can be taken for another list's. */
  running: string;
};

const { columns } = outageWords;
const COLUMNS = Object.entries(columns);

/** One group of lines for each request, which no page break parts. */
export function OutageTable({ rows, running }: OutageTableProps) {
  return (
    <table className="outage__table">
      <thead>
        <tr className="outage__running">
          <td colSpan={COLUMNS.length}>{running}</td>
        </tr>
        <tr>
          {COLUMNS.map(([key, label]) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      {rows.map((row) => (
        <Group key={row.id} row={row} />
      ))}
    </table>
  );
}

type GroupProps = { row: OutageRowView };

function Group({ row }: GroupProps) {
  return (
    <tbody>
      <tr>
        <td className="nowrap">
          <b>{en.urgency[row.urgency]}</b>
        </td>
        <th scope="row">{row.name}</th>
        <td className="nowrap">{row.born === null ? outageWords.notGiven : fmtDate(row.born)}</td>
        <td className="nowrap">
          {row.nhsNumber === null ? outageWords.noNumber : fmtNhsNumber(row.nhsNumber)}
        </td>
        <td className="nowrap">{row.mobile ?? outageWords.notGiven}</td>
        <td className="nowrap">{moment(row.receivedAt.local)}</td>
        <td>
          {fmtWait(row.waitingMinutes)}
          {row.due !== null && `, ${dueText(row.due)}`}
        </td>
        <td>{en.owner.of(row.owner)}</td>
      </tr>
      <tr>
        <td colSpan={COLUMNS.length} className="outage__words">
          {row.redFlag && (
            <b className="outage__flag">
              <Icon name="flag" /> {en.row.redFlag}.{" "}
            </b>
          )}
          {row.noAnswerSince !== null && (
            <b className="outage__flag">
              <Icon name="no-answer" /> {en.row.noAnswer(moment(row.noAnswerSince.local))}.{" "}
            </b>
          )}
          {stateText(row)}
          {row.words}
        </td>
      </tr>
    </tbody>
  );
}

function dueText({ at, state }: DueView): string {
  const when = moment(at.local);
  return state === "late" ? outageWords.late(when) : outageWords.due(when);
}

/** What makes a request wait by intent, and what kind it is where that is not clinical. */
function stateText({ heldUntil, awaitingPatient, awaitingUntil, category }: OutageRowView): string {
  const states = [
    category === "clinical" ? "" : en.category[category],
    heldUntil === null ? "" : en.row.held(moment(heldUntil.local)),
    awaitingPatient ? en.row.waitingFor(awaitingUntil === null ? null : moment(awaitingUntil.local)) : "",
  ].filter((state) => state !== "");
  return states.length === 0 ? "" : `[${states.join(", ")}] `;
}

function moment(local: string): string {
  return `${fmtDate(local)} ${fmtTime(local)}`;
}
