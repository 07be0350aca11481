/** The reply as it is written: kept in Rust within a second, so that a crash costs no more than that (ux.md D5). */

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { useHost } from "../../host/context";
import type { AttachmentView, DraftView, TimeView } from "../../host/host";
import { fmtTime } from "../../words/format";
import { replyWords } from "../../words/reply";

/** Pause in typing after which the draft is saved. */
const SAVE_PAUSE_MS = 500;

/** Longest time that typing without a pause goes unsaved. */
const SAVE_GAP_MAX_MS = 1000;

export type Draft = {
  text: string;
  setText: (text: string) => void;
  state: "empty" | "saving" | "saved" | "failed" | "restored";
  savedAt: TimeView | null;
  /** The files that go with the text. */
  attachments: readonly AttachmentView[];
  /** Rust has taken a file into the draft, or out of it. */
  changed: (kept: DraftView) => void;
  save: () => Promise<void>;
  /** The text is being sent: nothing more is saved. */
  stop: () => void;
};

export function useDraft(requestId: string): Draft {
  const host = useHost();
  const [text, setText] = useState("");
  const [state, setState] = useState<Draft["state"]>("empty");
  const [savedAt, setSavedAt] = useState<TimeView | null>(null);
  const [attachments, setAttachments] = useState<readonly AttachmentView[]>([]);
  const newest = useRef("");
  const filesChanged = useRef(false);
  const dirtySince = useRef<number | null>(null);
  const stopped = useRef(false);

  useEffect(() => {
    let gone = false;
    host.draft({ requestId }).then(
      (draft) => {
        if (gone || draft === null) return;
        if (!filesChanged.current) setAttachments(draft.attachments);
        if (newest.current !== "") return;
        newest.current = draft.text;
        setText(draft.text);
        setSavedAt(draft.savedAt);
        setState("restored");
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [host, requestId]);

  const save = useEffectEvent(async (): Promise<void> => {
    if (dirtySince.current === null || stopped.current) return;
    dirtySince.current = null;
    try {
      const draft = await host.saveDraft({ requestId, text: newest.current });
      setSavedAt(draft?.savedAt ?? null);
      setState(draft === null ? "empty" : "saved");
    } catch {
      dirtySince.current = performance.now();
      setState("failed");
    }
  });

  useEffect(() => {
    if (dirtySince.current === null) return;
    const waited = performance.now() - dirtySince.current;
    const timer = setTimeout(
      () => void save(),
      Math.max(0, Math.min(SAVE_PAUSE_MS, SAVE_GAP_MAX_MS - waited)),
    );
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => () => void save(), []);

  return {
    text,
    state,
    savedAt,
    setText: (next) => {
      stopped.current = false;
      newest.current = next;
      dirtySince.current ??= performance.now();
      setText(next);
      setState("saving");
    },
    attachments,
    changed: (kept) => {
      filesChanged.current = true;
      setAttachments(kept.attachments);
      if (dirtySince.current !== null) return;
      setSavedAt(kept.savedAt);
      setState(newest.current === "" && kept.attachments.length === 0 ? "empty" : "saved");
    },
    save: () => save(),
    stop: () => {
      stopped.current = true;
    },
  };
}

type DraftStateProps = { draft: Draft };

export function DraftState({ draft }: DraftStateProps) {
  const { state, savedAt } = draft;
  if (state === "empty") return <span>{replyWords.draftNone}</span>;
  if (state === "saving") return <span>{replyWords.draftSaving}</span>;
  if (state === "failed") {
    return (
      <span className="error" role="alert">
        {replyWords.draftNotSaved}
      </span>
    );
  }
  return (
    <span>
      <Icon name="disk" /> {state === "restored" && `${replyWords.draftKept}. `}
      {savedAt !== null && replyWords.draftSaved(fmtTime(savedAt.local))}
    </span>
  );
}
