import { useState } from "react";
import type { RowView, SessionView } from "../../host/host";
import { type BatchDecision, batchWords } from "../../words/batch";
import { blockedText } from "../../words/decide";
import { Chooser } from "../decide/Chooser";
import { assignChoices, type Choice } from "../decide/choices";
import { NoteBox } from "../decide/NoteBox";
import { type BatchVerb, isBatchDecision, raiseChoices } from "./batchChoices";
import { keepNote, keptNote } from "./keptBatchNotes";

type BatchDecidingProps = {
  verb: BatchVerb;
  rows: readonly RowView[];
  session: SessionView;
  onDecide: (decision: BatchDecision) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

/** One verb on several requests; its title says how many. */
export function BatchDeciding(props: BatchDecidingProps) {
  const { verb, rows, session, onDecide, onOff, onTyping, onClose } = props;

  function choose({ decision }: Choice) {
    if (isBatchDecision(decision)) onDecide(decision);
  }

  const choosing = { advances: false, onChoose: choose, onOff, onTyping, onClose };
  switch (verb) {
    case "assign":
      return (
        <Chooser
          title={batchWords.assignTitle(rows.length)}
          choices={assignChoices(null, session)}
          {...choosing}
        />
      );
    case "urgency":
      return (
        <Chooser title={batchWords.urgencyTitle(rows.length)} choices={raiseChoices(rows)} {...choosing}>
          <p className="meta mt-2">{batchWords.raiseHint}</p>
        </Chooser>
      );
    case "note":
      return <BatchNote {...props} />;
  }
}

function BatchNote({ rows, onDecide, onOff, onClose }: BatchDecidingProps) {
  const ids = rows.map((row) => row.id);
  const [text, setText] = useState(() => keptNote(ids));

  function keep(next: string) {
    setText(next);
    keepNote(ids, next);
  }

  function save() {
    if (text.trim() === "") return onOff(blockedText("empty-text"));
    keepNote(ids, "");
    onDecide({ kind: "add-note", text: text.trim() });
  }

  return (
    <NoteBox
      title={batchWords.noteTitle(rows.length)}
      text={text}
      onChange={keep}
      onSave={save}
      onClose={onClose}
    />
  );
}
