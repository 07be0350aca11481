/** The decision on several requests that is under way, and its report. Lives with the desk, so that another view ends neither. */

import { useEffect, useRef, useState } from "react";
import { useHost } from "../../host/context";
import type { RowView, SessionView } from "../../host/host";
import { type BatchDecision, batchWords, didManyText, leftManyText } from "../../words/batch";
import { errorText } from "../../words/errors";
import type { NoticeText } from "../triage/Notice";
import { namesOf } from "../triage/names";
import { type BatchOutcome, type Done, runBatch, undoBatch } from "./runBatch";

export type BatchProgress = { done: number; total: number };

/** What was decided together last: one undo takes it back while nothing was decided after it. */
type Together = { done: readonly Done[]; what: string };

type OnEnd = (rest: ReadonlySet<string>) => void;

export type BatchRun = ReturnType<typeof useBatchRun>;

export function useBatchRun(session: SessionView) {
  const host = useHost();
  const [progress, setProgress] = useState<BatchProgress | null>(null);
  const [report, setReport] = useState<NoticeText | null>(null);
  const [together, setTogether] = useState<Together | null>(null);
  const [undoing, setUndoing] = useState<BatchProgress | null>(null);
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
      const what = didManyText(decision, outcome.done.length, namesOf(session));
      setTogether(outcome.done.length > 1 ? { done: outcome.done, what } : null);
      setReport(reportOf(outcome, what));
      onEnd(new Set(outcome.rest.map((row) => row.id)));
    } finally {
      busy.current = false;
      setProgress(null);
    }
  }

  /** Takes back everything that was decided together; returns what is to be said of it. */
  async function takeBack(): Promise<NoticeText | null> {
    if (busy.current || together === null) return null;
    const { done } = together;
    busy.current = true;
    setTogether(null);
    try {
      const left = await undoBatch(host, done, {
        onStep: (count) => setUndoing({ done: count, total: done.length }),
        goesOn: () => here.current,
      });
      const names = left.map(({ row, why }) => ({ name: row.name, why }));
      return {
        bold: batchWords.takenBack(done.length - left.length),
        text: left.length === 0 ? "" : `${leftManyText(names)}.`,
      };
    } finally {
      busy.current = false;
      setUndoing(null);
    }
  }

  /** What was decided together with this decision, in words; nothing where it stands alone. */
  function togetherWith(opId: string | null): string | null {
    return together?.done.some((one) => one.opId === opId) ? together.what : null;
  }

  return { progress, report, setReport, run, undoing, takeBack, togetherWith };
}

function reportOf({ done, left, failure, rest }: BatchOutcome, what: string): NoticeText {
  const parts = [what];
  if (left.length > 0) parts.push(leftManyText(left.map(({ row, why }) => ({ name: row.name, why }))));
  const sentences = [
    failure === null ? "" : batchWords.stopped(failure.row.name, errorText(failure.error)),
    rest.length === 0 ? "" : batchWords.untried(rest.map((row) => row.name)),
    done.length === 0 ? "" : batchWords.undo(done.length),
  ];
  return { bold: `${parts.join(", ")}.`, text: sentences.filter((sentence) => sentence !== "").join(" ") };
}
