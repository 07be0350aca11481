/** The decision on several requests that is under way, and its report. Lives with the desk, so that another view ends neither. */

import { useEffect, useRef, useState } from "react";
import { useHost } from "../../host/context";
import type { RowView, SessionView } from "../../host/host";
import { type BatchDecision, batchWords, didManyText, leftManyText } from "../../words/batch";
import { errorText } from "../../words/errors";
import type { NoticeText } from "../triage/Notice";
import { namesOf } from "../triage/names";
import { type BatchOutcome, runBatch } from "./runBatch";

export type BatchProgress = { done: number; total: number };

type OnEnd = (rest: ReadonlySet<string>) => void;

export type BatchRun = ReturnType<typeof useBatchRun>;

export function useBatchRun(session: SessionView) {
  const host = useHost();
  const [progress, setProgress] = useState<BatchProgress | null>(null);
  const [report, setReport] = useState<NoticeText | null>(null);
  const busy = useRef(false);
  const here = useRef(true);

  // Whoever signs in next must not be named as the author of the rest.
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  /** Decides on all of them; `onEnd` hears, with the report, which are still to do. One run goes at a time. */
  async function run(rows: readonly RowView[], decision: BatchDecision, onEnd: OnEnd): Promise<void> {
    if (busy.current) return;
    busy.current = true;
    setReport(null);
    setProgress({ done: 0, total: rows.length });
    try {
      const outcome = await runBatch(host, rows, decision, {
        onStep: (done) => setProgress({ done, total: rows.length }),
        goesOn: () => here.current,
      });
      setReport(reportOf(outcome, decision, session));
      onEnd(new Set(outcome.rest.map((row) => row.id)));
    } finally {
      busy.current = false;
      setProgress(null);
    }
  }

  return { progress, report, setReport, run };
}

function reportOf(outcome: BatchOutcome, decision: BatchDecision, session: SessionView): NoticeText {
  const { done, left, failure, rest } = outcome;
  const parts = [didManyText(decision, done.length, namesOf(session))];
  if (left.length > 0) parts.push(leftManyText(left.map(({ row, why }) => ({ name: row.name, why }))));
  const sentences = [
    failure === null ? "" : batchWords.stopped(failure.row.name, errorText(failure.error)),
    rest.length === 0 ? "" : batchWords.untried(rest.map((row) => row.name)),
    done.length === 0 ? "" : batchWords.undo(done.length),
  ];
  return { bold: `${parts.join(", ")}.`, text: sentences.filter((sentence) => sentence !== "").join(" ") };
}
