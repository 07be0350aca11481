/** Work on several marked requests: the verb that is open on them, and the decision. */

import { useState } from "react";
import { useKeyRouter } from "../../app/keys";
import { type CommandId, commandLabel } from "../../core/commands";
import type { Verdict } from "../../core/guards";
import type { RowView, SessionView } from "../../host/host";
import { type BatchDecision, batchWords } from "../../words/batch";
import { decideWords } from "../../words/decide";
import type { NoticeText } from "../triage/Notice";
import type { MarkedRows } from "../triage/useMarks";
import type { Moves } from "../triage/useMoves";
import type { OpenRequest } from "../triage/useOpenRequest";
import type { Verbs } from "../triage/useVerbs";
import { type BatchVerb, raiseChoices } from "./batchChoices";
import { keepNote } from "./keptBatchNotes";
import type { BatchRun } from "./useBatchRun";
import { useMarking } from "./useMarking";

type BatchNeed = {
  marks: MarkedRows;
  selected: number;
  moves: Moves;
  open: OpenRequest;
  verbs: Verbs;
  batchRun: BatchRun;
  session: SessionView;
  focusList: () => void;
  onPane: (pane: "list" | "reader") => void;
  onAnnounce: (text: string) => void;
};

export type Batch = ReturnType<typeof useBatch>;

const ONE_ONLY: readonly CommandId[] = [
  "route",
  "category",
  "reply",
  "hold",
  "merge",
  "copy",
  "file",
  "chase",
  "done",
  "reopen",
];

export function useBatch(need: BatchNeed) {
  const { marks, open, verbs, batchRun, session, focusList, onPane } = need;
  const { guard } = useKeyRouter();
  const [verb, setVerb] = useState<BatchVerb | null>(null);
  const running = batchRun.progress !== null;
  const marking = useMarking({ ...need, locked: running, onChange: closeAll, tell: verbs.tell });

  function closeAll(): void {
    setVerb(null);
    verbs.setVerb(null);
    verbs.setNotice(null);
  }

  function start(wanted: BatchVerb): true {
    if (running || marks.reading) return true;
    const off = whyOff(wanted, marks.rows, session);
    if (off !== null) verbs.tell(off);
    else {
      verbs.setNotice(null);
      onPane("reader");
      setVerb(verb === wanted ? null : wanted);
    }
    return true;
  }

  /** Takes the marks off what is dealt with; then the open request comes back, and decision keys wait for a moment. */
  async function commit(decision: BatchDecision): Promise<void> {
    closeAll();
    focusList();
    await open.settled();
    await batchRun.run(marks.rows, decision, (rest) => {
      if (decision.kind === "add-note") keepNote(rest, decision.text);
      marks.keep(rest);
      guard.advanced(performance.now());
      focusList();
    });
  }

  function close(): void {
    setVerb(null);
    focusList();
  }

  function typed(): void {
    setVerb(null);
    marks.takeBack();
    verbs.typed();
  }

  /** Deals with the keys that mark, and with every verb while something is marked; false leaves the key to others. */
  function command(id: CommandId): boolean {
    if (marking.command(id)) return true;
    if (!marks.active) return false;
    if (id === "assign" || id === "urgency" || id === "note") return start(id);
    if (!ONE_ONLY.includes(id)) return false;
    onPane("reader");
    verbs.setNotice(whyNotOne(commandLabel(id), marks, running));
    return true;
  }

  const guarded = (verdict: Verdict) => (verdict === "typing" ? typed() : verbs.guarded(verdict));
  const { progress } = batchRun;
  return { ...marking, marks, verb, progress, command, start, commit, close, typed, guarded };
}

function whyOff(wanted: BatchVerb, rows: readonly RowView[], session: SessionView): string | null {
  if (session.readOnly) return decideWords.off.readOnly;
  return wanted === "urgency" && raiseChoices(rows).length === 0 ? batchWords.noRaise : null;
}

/** Why a verb on one request does nothing while several are marked, and what to do. */
function whyNotOne(verb: string, { rows, reading }: MarkedRows, running: boolean): NoticeText {
  if (running) return { bold: batchWords.busy, text: "" };
  if (reading) return { bold: `${batchWords.reading}.`, text: "" };
  return { bold: batchWords.oneOnly(rows.length), text: batchWords.oneOnlyRest(verb, rows.length) };
}
