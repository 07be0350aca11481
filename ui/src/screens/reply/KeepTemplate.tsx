import { useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { TextField } from "../../components/TextField";
import { emptyTemplate } from "../../core/message";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import type { RequestView, SessionView } from "../../host/host";
import { type Language, keepWords as words } from "../../words/reply";
import { addOwn } from "../settings/addOwn";
import { useSaving } from "../settings/useSaving";

type KeepTemplateProps = {
  text: string;
  language: Language;
  request: RequestView;
  session: SessionView;
  onKept: (name: string) => void;
  onClose: () => void;
};

/** A message becomes a template of the person's own: what was filled in is a blank again, the rest is theirs to check. */
export function KeepTemplate({ language, request, session, onKept, onClose, ...message }: KeepTemplateProps) {
  const host = useHost();
  const [name, setName] = useState("");
  const [text, setText] = useState(() =>
    emptyTemplate(message.text, {
      salutation: request.patient.salutation,
      me: session.staff?.name ?? null,
      practice: session.practice,
    }),
  );
  const { saving, problem, submit } = useSaving(async () => {
    const template = { key: newOpId(Date.now()), name, language, text, personal: true };
    await addOwn(host, session.staff?.id ?? "", "own", template);
    onKept(name.trim());
  }, words.refused);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form className="dialog__form" onSubmit={submit}>
        <p>{words.check}</p>
        <Problem text={problem} />
        <TextField first label={words.name} value={name} onChange={setName} />
        <label className="field">
          <span className="field__label">{words.text}</span>
          <textarea
            className="input"
            rows={10}
            lang={language}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <div className="popover__buttons">
          <Button submit kind="primary" tall off={saving ? words.saving : null}>
            {words.save}
          </Button>
          <Button tall chord="Esc" onPress={onClose}>
            {words.close}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
