import { useEffect } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { chordOf } from "../../core/keys";
import type { OutageListView, TimeView, Urgency } from "../../host/host";
import { fmtDate, fmtTime } from "../../words/format";
import { outageWords } from "../../words/outage";
import { isOld, minutesOld } from "./age";
import { OutageTable } from "./OutageTable";

type OutagePageProps = { list: OutageListView; practice: string; onClose: () => void };

/** The list over the whole window, black on white, as it goes on paper. Opens the system's print dialog at once. */
export function OutagePage({ list, practice, onClose }: OutagePageProps) {
  usePrinting();
  const asAt = list.asAt === null ? outageWords.neverSynced : onPaper(list.asAt);
  return (
    <Dialog title={outageWords.title} className="outage" onClose={onClose}>
      <div className="outage__bar">
        <Button kind="primary" tall chord="Ctrl+P" onPress={() => window.print()}>
          {outageWords.print}
        </Button>
        <Button tall chord="Esc" onPress={onClose}>
          {outageWords.close}
        </Button>
        <span className="quiet small">{outageWords.closeHint}</span>
      </div>
      <Age list={list} />
      <dl className="outage__head">
        <Fact label={outageWords.practice} value={practice} />
        <Fact label={outageWords.asAt} value={asAt} />
        <Fact label={outageWords.madeAt} value={onPaper(list.madeAt)} />
        <Fact label={outageWords.madeBy} value={list.madeBy} />
        <Fact label={outageWords.count} value={outageWords.counts(list.rows.length, countsOf(list))} />
      </dl>
      <p className="small">
        {outageWords.order} {outageWords.clock}.
      </p>
      {list.rows.length === 0 ? (
        <p>{outageWords.empty}</p>
      ) : (
        <OutageTable rows={list.rows} running={outageWords.running(practice, asAt, list.madeBy)} />
      )}
    </Dialog>
  );
}

type AgeProps = { list: OutageListView };

function Age({ list }: AgeProps) {
  if (!isOld(list)) return null;
  const minutes = minutesOld(list);
  return (
    <p className="outage__old" role="alert">
      <Icon name="alert" />
      <span>
        <b>{minutes === null ? outageWords.oldNever : outageWords.old(minutes)}</b>{" "}
        {outageWords.oldText(list.asAt === null ? null : onPaper(list.asAt))}
      </span>
    </p>
  );
}

type FactProps = { label: string; value: string };

function Fact({ label, value }: FactProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Prints once the page is drawn, and on Ctrl+P, which the window keeps from the webview. */
function usePrinting(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (chordOf(event) === "Ctrl+p" && !event.repeat) window.print();
    };
    const timer = setTimeout(() => window.print());
    window.addEventListener("keydown", press);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("keydown", press);
    };
  }, []);
}

function countsOf(list: OutageListView): Record<Urgency, number> {
  const of = { emergency: 0, "urgent-today": 0, soon: 0, routine: 0 };
  for (const { urgency } of list.rows) of[urgency] += 1;
  return of;
}

/** Paper is read on another day too: never a time without its date. */
function onPaper(time: TimeView): string {
  return `${fmtDate(time.local)} ${fmtTime(time.local)}`;
}
