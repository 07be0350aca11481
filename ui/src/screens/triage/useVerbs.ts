/** Which verb is open on the request, and what the person must be told beside it. */

import { useState } from "react";
import type { Verdict } from "../../core/guards";
import type { DecisionForm, SessionView } from "../../host/host";
import { copyWords } from "../../words/copy";
import { en } from "../../words/en";
import { type Verb, verbOff } from "../decide/choices";
import type { NoticeText } from "./Notice";
import type { OpenRequest } from "./useOpenRequest";

type VerbsNeed = {
  open: OpenRequest;
  session: SessionView;
  /** What became of the last work on several requests, which may have ended in another view. */
  report: NoticeText | null;
  onReport: (report: NoticeText | null) => void;
  onWriting: (writing: boolean) => void;
  focusList: () => void;
};

export type Verbs = ReturnType<typeof useVerbs>;

export function useVerbs({ open, session, report, onReport, onWriting, focusList }: VerbsNeed) {
  const [verb, setVerb] = useState<Verb | null>(null);
  const [own, setOwn] = useState<NoticeText | null>(null);

  /** Opens a verb, closes it when it is open, or says why it is not possible. */
  function start(wanted: Verb): boolean {
    const { request } = open;
    if (request === null || open.changes.length > 0) return true;
    const off = verbOff(wanted, request, session);
    if (off !== null) tell(off);
    else if (wanted === "reply" || wanted === "merge") {
      // What was told of the list and its keys has no place beside a message.
      setOwn(null);
      setVerb(wanted);
      onWriting(true);
    } else {
      setNotice(null);
      setVerb(verb === wanted ? null : wanted);
    }
    return true;
  }

  /** Marks the open request as filed where that was offered: by itself no single key says so of a record. */
  function file(decide: (decision: DecisionForm) => void): true {
    const { request } = open;
    if (request === null || open.changes.length > 0) return true;
    if (request.filedAt !== null) tell(copyWords.filedBefore);
    else if (own?.toFile !== request.id) tell(copyWords.fileFirst, copyWords.fileFirstRest);
    else decide({ kind: "record-filed" });
    return true;
  }

  /** A notice that goes uncovers the report; the report goes next. */
  function setNotice(next: NoticeText | null): void {
    if (next === null && own === null) onReport(null);
    setOwn(next);
  }

  function tell(bold: string, text = ""): void {
    setNotice({ bold, text });
  }

  function close(): void {
    setVerb(null);
    focusList();
  }

  function typed(): void {
    close();
    tell(en.guard.typing, en.guard.typingRest);
  }

  function guarded(verdict: Verdict): void {
    if (verdict === "typing") typed();
    if (verdict === "hint") tell(en.guard.hint);
  }

  return { verb, notice: own ?? report, setVerb, setNotice, start, file, tell, close, typed, guarded };
}
