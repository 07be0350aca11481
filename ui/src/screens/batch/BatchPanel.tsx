import { useEffect, useState } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { UrgencyMark } from "../../components/UrgencyMark";
import { ariaKeys, commandLabel } from "../../core/commands";
import type { RowView, SessionView } from "../../host/host";
import { batchWords } from "../../words/batch";
import { decideWords } from "../../words/decide";
import { en } from "../../words/en";
import { Notice } from "../triage/Notice";
import type { Verbs } from "../triage/useVerbs";
import { BatchDeciding } from "./BatchDeciding";
import { BATCH_VERBS, type BatchVerb } from "./batchChoices";
import type { Batch } from "./useBatch";
import type { BatchProgress } from "./useBatchRun";

type BatchPanelProps = { batch: Batch; session: SessionView; verbs: Verbs };

/** Stands in the reader's place while requests are marked: which they are, and what can be done to all of them. */
export function BatchPanel({ batch, session, verbs }: BatchPanelProps) {
  const { marks, verb, progress } = batch;
  const title = marks.reading ? batchWords.reading : batchWords.marked(marks.rows.length);
  return (
    <main
      className="reader"
      aria-label={title}
      aria-busy={marks.reading || progress !== null}
      tabIndex={-1}
      data-scope="triage"
      data-region="reader"
    >
      <div className="batch__head">
        <h2 role="status">{title}</h2>
        <p>{batchWords.hint}</p>
        <Button chord="Esc" ariaKeys={ariaKeys("clear-marks")} onPress={batch.clear}>
          {batchWords.clear}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it */}
      <section className="batch__body" tabIndex={0} aria-label={batchWords.list} data-region-focus>
        <ul className="batch__list">
          {marks.rows.map((row) => (
            <Marked key={row.id} row={row} />
          ))}
        </ul>
      </section>
      {progress !== null && <Progress progress={progress} />}
      <p className="presence">
        <span className="spacer" />
        {session.staff !== null && (
          <span>
            {en.status.youAre} <b>{session.staff.name}</b>
          </span>
        )}
      </p>
      <Notice
        notice={verbs.notice}
        changes={[]}
        onContinue={() => undefined}
        onClose={() => verbs.setNotice(null)}
      />
      <BatchBar batch={batch} session={session} />
      {verb !== null && (
        <BatchDeciding
          key={verb}
          verb={verb}
          rows={marks.rows}
          session={session}
          onDecide={(decision) => void batch.commit(decision)}
          onOff={verbs.tell}
          onTyping={batch.typed}
          onClose={batch.close}
        />
      )}
    </main>
  );
}

type MarkedProps = { row: RowView };

function Marked({ row }: MarkedProps) {
  return (
    <li className="batch__item">
      <UrgencyMark urgency={row.urgency} />
      <span>
        <b>{row.name}</b> {row.ageYears !== null && en.row.age(row.ageYears)}
      </span>
    </li>
  );
}

type BatchBarProps = { batch: Batch; session: SessionView };

function BatchBar({ batch, session }: BatchBarProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const busy = batch.progress !== null || batch.marks.reading ? batchWords.busy : null;
  const button = (verb: BatchVerb) => (
    <Button
      key={verb}
      chord={shownKey(verb)}
      ariaKeys={ariaKeys(verb)}
      popup="dialog"
      expanded={batch.verb === verb}
      off={session.readOnly ? decideWords.off.readOnly : busy}
      onPress={() => batch.start(verb)}
    >
      {commandLabel(verb)}
    </Button>
  );
  return (
    <div className="actions" role="toolbar" aria-label={batchWords.toolbar} data-region="actions">
      {BATCH_VERBS.map(button)}
    </div>
  );
}

type ProgressProps = { progress: BatchProgress };

/** What takes longer than this is waited for, and its progress is shown. */
const MOMENT_MS = 400;

function Progress({ progress }: ProgressProps) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), MOMENT_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const { done, total } = progress;
  return (
    <div className="attend attend--foot">
      <progress value={done} max={total} aria-label={batchWords.progress(done, total)} />
      <span role="status">{batchWords.progress(done, total)}</span>
    </div>
  );
}
