/** The message under way: its text, its blanks, where the cursor is, and what keeps it from being sent. */

import { type RefObject, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { countTexts, fillTemplate, findBlanks } from "../../core/message";
import type { AfterReply, DecisionForm, RequestView, SessionView, TemplateView } from "../../host/host";
import { replyWords } from "../../words/reply";
import { outcomesOfReply } from "../decide/choices";
import { useMayAnswer } from "./MayAnswer";
import { type Draft, useDraft } from "./useDraft";
import { useFiles } from "./useFiles";
import { useTemplates } from "./useTemplates";
import { useWait } from "./useWait";

export type Composer = ReturnType<typeof useComposer>;

export function useComposer(
  request: RequestView,
  session: SessionView,
  onSend: (decision: DecisionForm) => void,
  /** Somebody else is writing, and the person has not said that they will in spite of it. */
  isLocked: boolean,
) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(request.id);
  const templates = useTemplates(request);
  const wait = useWait();
  const [after, setAfter] = useState<AfterReply["kind"]>("await-patient");
  const [outcome, setOutcome] = useState(() => outcomesOfReply(session)[0]?.code ?? "");
  const { text } = draft;
  const blanks = findBlanks(text);
  const files = useFiles(request.id, draft, isLocked);
  const mayAnswer = useMayAnswer(after);
  const moving = files.waiting.length + files.removing.length > 0;
  const off = isLocked
    ? replyWords.offLocked
    : (offReason(request, text, blanks.length) ?? (moving ? replyWords.offFiles : null));
  const offSend = off ?? (after === "await-patient" && wait.reading ? replyWords.offTimes : null);

  function goToBlank(): boolean {
    const at = field.current?.selectionEnd ?? 0;
    const blank = blanks.find((entry) => entry.start >= at) ?? blanks[0];
    field.current?.focus();
    if (blank !== undefined) field.current?.setSelectionRange(blank.start, blank.end);
    return true;
  }

  function send(then: AfterReply): boolean {
    if (isLocked) return true;
    if (off !== null) return goToBlank();
    if (then.kind === "await-patient" && wait.reading) return true;
    draft.stop();
    const attachments = files.attached.map((file) => file.id);
    onSend({ kind: "reply", text: text.trim(), then, mayAnswer: mayAnswer.with(then.kind), attachments });
    return true;
  }

  return {
    field,
    draft,
    templates,
    after,
    setAfter,
    mayAnswer,
    files,
    outcome,
    setOutcome,
    blanks,
    off,
    count: countTexts(text),
    goToBlank,
    wait,
    offSend,
    send: () => send(thenOf(after, outcome, wait.until)),
    sendAndClose: () => send({ kind: "close", disposition: outcome, mode: null }),
    insert: (template: TemplateView) => {
      if (!isLocked) insertTemplate(template, field, draft, request, session);
    },
  };
}

function thenOf(after: AfterReply["kind"], outcome: string, until: string | null): AfterReply {
  switch (after) {
    case "await-patient":
      return { kind: after, until };
    case "keep-open":
      return { kind: after };
    case "close":
      return { kind: after, disposition: outcome, mode: null };
  }
}

function offReason(request: RequestView, text: string, blanks: number): string | null {
  const { match, died } = request.patient;
  if (died !== null) return replyWords.died;
  if (match === "missing" || match === "invalid-number") return replyWords.offUnmatched;
  if (text.trim() === "") return replyWords.offEmpty;
  return blanks > 0 ? replyWords.offBlanks : null;
}

/**
 * Puts a template where the cursor is, with what is known filled in, and selects its first blank. All of it at once: on
 * a slow PC a selection made a frame later would fall into what is being typed meanwhile, and overwrite it.
 */
function insertTemplate(
  template: TemplateView,
  field: RefObject<HTMLTextAreaElement | null>,
  draft: Draft,
  request: RequestView,
  session: SessionView,
): void {
  const { text } = draft;
  const filled = fillTemplate(template.text, {
    salutation: request.patient.salutation,
    me: session.staff?.name ?? null,
    practice: session.practice,
  });
  const from = field.current?.selectionStart ?? text.length;
  const to = field.current?.selectionEnd ?? text.length;
  flushSync(() => draft.setText(`${text.slice(0, from)}${filled}${text.slice(to)}`));
  const blank = findBlanks(filled)[0];
  field.current?.focus();
  field.current?.setSelectionRange(
    from + (blank?.start ?? filled.length),
    from + (blank?.end ?? filled.length),
  );
}
