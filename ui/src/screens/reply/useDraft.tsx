/** The reply as it is written, with the files that go with it. */

import { useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { useHost } from "../../host/context";
import type { AttachmentView, DraftView } from "../../host/host";
import { fmtTime } from "../../words/format";
import { replyWords } from "../../words/reply";
import { type KeptText, useKeptText } from "../typed/useKeptText";

export type Draft = KeptText & {
  /** The files that go with the text. */
  attachments: readonly AttachmentView[];
  /** Rust has taken a file into the draft, or out of it. */
  changed: (kept: DraftView) => void;
};

export function useDraft(requestId: string): Draft {
  const host = useHost();
  const [attachments, setAttachments] = useState<readonly AttachmentView[]>([]);
  const filesChanged = useRef(false);
  const { told, ...kept } = useKeptText({
    about: requestId,
    load: () => host.draft({ requestId }),
    save: (text) => host.saveDraft({ requestId, text }),
    onLoaded: (draft) => {
      if (!filesChanged.current) setAttachments(draft.attachments);
    },
  });
  return {
    ...kept,
    attachments,
    changed: (draft) => {
      filesChanged.current = true;
      setAttachments(draft.attachments);
      told(draft, kept.text === "" && draft.attachments.length === 0);
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
