import type { WorkloadView } from "../../host/host";
import { workloadWords as words } from "../../words/workload";

type DeadlinesProps = Pick<WorkloadView, "urgentSameDay" | "answeredInTime">;

/** How many of the contract's reply times were kept; the running ones count for neither. */
export function Deadlines({ urgentSameDay, answeredInTime }: DeadlinesProps) {
  return (
    <section className="chart deadlines" aria-labelledby="deadlines">
      <h2 id="deadlines">{words.deadlines}</h2>
      <p>{words.deadlinesText}</p>
      <dl>
        <Kept label={words.urgentSameDay} counts={urgentSameDay} />
        <Kept label={words.answeredInTime} counts={answeredInTime} />
      </dl>
    </section>
  );
}

type KeptProps = { label: string; counts: WorkloadView["urgentSameDay"] };

function Kept({ label, counts }: KeptProps) {
  const { met, missed, running } = counts;
  const ended = met + missed;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <Bar counts={counts} />
        <b>{ended === 0 ? words.noneEnded : words.met(met, ended)}</b>
        {ended > 0 && (
          <span className={missed > 0 ? "deadlines__missed" : undefined}>
            {missed > 0 ? words.missed(missed) : words.noneMissed}
          </span>
        )}
        <span>{words.running(running)}</span>
      </dd>
    </div>
  );
}

type BarProps = { counts: WorkloadView["urgentSameDay"] };

/** Solid is kept, red is missed, and what is left open is still running; the words beside it say the same. */
function Bar({ counts: { met, missed, running } }: BarProps) {
  const all = Math.max(1, met + missed + running);
  const share = (count: number) => `${(count / all) * 100}%`;
  return (
    <svg aria-hidden="true" height="15">
      <rect width={share(met)} height="15" fill="var(--accent)" />
      <rect x={share(met)} width={share(missed)} height="15" fill="var(--danger)" />
      <rect x="0.5" y="0.5" width="99.8%" height="14" fill="none" stroke="var(--edge)" />
    </svg>
  );
}
