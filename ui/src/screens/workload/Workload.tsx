import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { SaveFile } from "../../components/SaveFile";
import { useAsked, useHost } from "../../host/context";
import type { WorkloadView } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { fmtCount, fmtDate, fmtTime, fmtWait, fmtWeekday } from "../../words/format";
import { workloadWords as words } from "../../words/workload";
import { AgeChart } from "./AgeChart";
import { CountChart } from "./CountChart";
import { Deadlines } from "./Deadlines";
import { HourChart } from "./HourChart";

/** The manager's day in counts: no names, and every number with its age. */
export function Workload() {
  const host = useHost();
  const { asked, again } = useAsked("workload", ["workload", "queue", "time"], (from) => from.workload());
  if (asked.state === "asking")
    return <main className="work" aria-label={words.region} aria-busy data-region="reader" />;
  if (asked.state === "failed") {
    return (
      <main className="work" aria-label={words.region} data-region="reader">
        <Empty icon="alert" title={words.failed}>
          <p>{errorText(asked.error)}</p>
          <Button onPress={() => void again()}>{en.queue.tryAgain}</Button>
        </Empty>
      </main>
    );
  }
  const view = asked.value;
  return (
    <main className="work" aria-label={words.region} data-region="reader">
      <header className="work__head">
        <h1>{words.title(`${fmtWeekday(view.day)} ${fmtDate(view.day)}`)}</h1>
        <p className="meta">
          <b>{view.asAt === null ? words.neverSynced : words.asAt(fmtTime(view.asAt.local))}</b>,{" "}
          {words.fromSync} {words.unsent(view.unsent)} {view.freshness === "stale" && words.stale}
        </p>
      </header>
      <div className="work__file">
        <SaveFile
          icon="chart"
          label={words.save}
          saving={words.saving}
          saved={words.saved}
          onSave={() => host.exportWorkload()}
        />
      </div>
      <Figures view={view} />
      <div className="charts">
        <HourChart hours={view.byHour} />
        <AgeChart bands={view.openByAge} />
      </div>
      <div className="charts charts--three">
        <Deadlines urgentSameDay={view.urgentSameDay} answeredInTime={view.answeredInTime} />
        <CountChart title={words.byUrgency} counts={view.byUrgency} labels={en.urgency} />
        <CountChart title={words.byCategory} counts={view.byCategory} labels={en.category} />
      </div>
    </main>
  );
}

type FiguresProps = { view: WorkloadView };

function Figures({ view }: FiguresProps) {
  const median = view.firstResponseMedianMinutes;
  const p90 = view.firstResponseP90Minutes;
  return (
    <dl className="figures">
      <Figure label={words.received} value={fmtCount(view.received)} hint={words.today} />
      <Figure label={words.done} value={fmtCount(view.closed)} hint={words.today} />
      <Figure label={words.decided} value={fmtCount(view.decided)} hint={words.decidedHint} />
      <Figure label={words.open} value={fmtCount(view.open)} hint={words.openHint(view.awaitingPatient)} />
      <Figure
        label={words.neverSeen}
        value={fmtCount(view.neverSeen)}
        hint={words.neverSeenHint(view.clinicalNeverSeenOver30)}
        bad={view.clinicalNeverSeenOver30 > 0}
      />
      <Figure label={words.late} value={fmtCount(view.late)} hint={words.lateHint} bad={view.late > 0} />
      <Figure
        label={words.response}
        value={median === null ? words.responseNone : fmtWait(median)}
        hint={
          p90 === null ? words.responseHintNone : words.responseHint(fmtWait(p90), view.firstResponseCount)
        }
      />
    </dl>
  );
}

type FigureProps = { label: string; value: string; hint: string; bad?: boolean };

function Figure({ label, value, hint, bad = false }: FigureProps) {
  return (
    <div className={bad ? "bad" : undefined}>
      <dt>{label}</dt>
      <dd>
        {value}
        <small>{hint}</small>
      </dd>
    </div>
  );
}
