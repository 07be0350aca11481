import type { WorkloadView } from "../../host/host";
import { workloadWords as words } from "../../words/workload";

type DeadlinesProps = Pick<WorkloadView, "urgentSameDay" | "answeredInTime">;

/** How many of the contract's reply times were kept; the running ones count for neither. */
export function Deadlines({ urgentSameDay, answeredInTime }: DeadlinesProps) {
  return (
    <section className="deadlines" aria-labelledby="deadlines">
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

function Kept({ label, counts: { met, missed, running } }: KeptProps) {
  const ended = met + missed;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <b>{ended === 0 ? words.noneEnded : words.met(met, ended)}</b>
        <span>
          {ended > 0 && (
            <>
              <span className={missed > 0 ? "deadlines__missed" : undefined}>
                {missed > 0 ? words.missed(missed) : words.noneMissed}
              </span>
              ,{" "}
            </>
          )}
          {words.running(running)}
        </span>
      </dd>
    </div>
  );
}
