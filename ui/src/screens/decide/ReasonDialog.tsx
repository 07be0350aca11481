import { type FormEvent, useId, useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Icon } from "../../components/Icon";
import { Problem } from "../../components/Problem";
import { decideWords } from "../../words/decide";

type ReasonDialogProps = {
  title: string;
  lines: readonly string[];
  button: string;
  warns: boolean;
  /** Where the reason is kept, unless that is with the request. */
  label?: string;
  problem?: string | null;
  /** What is being waited for since the reason was given; null while nothing is. */
  busy?: string | null;
  onGive: (reason: string) => void;
  onClose: () => void;
};

/** Asks for the reason that the request keeps: lowering urgency, closing over a red flag, reopening. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, lines, button, warns, label = decideWords.reason.label, onGive, onClose } = props;
  const busy = props.busy ?? null;
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const errorId = useId();

  function give(event: FormEvent) {
    event.preventDefault();
    if (reason.trim() === "") setMissing(true);
    else onGive(reason.trim());
  }

  return (
    <Dialog title={title} warns={warns} onClose={onClose}>
      <form className="dialog__form" onSubmit={give}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        <label className="field">
          <span className="field__label">{label}</span>
          {missing && (
            <span className="error" role="alert" id={errorId}>
              <Icon name="alert" />
              {decideWords.reason.empty}
            </span>
          )}
          <input
            data-first
            className="input"
            type="text"
            autoComplete="off"
            aria-invalid={missing}
            aria-describedby={missing ? errorId : undefined}
            value={reason}
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
          />
        </label>
        <Problem text={props.problem ?? null} />
        <div className="popover__buttons">
          <Button tall chord="Esc" onPress={onClose}>
            {decideWords.reason.back}
          </Button>
          <Button tall submit kind={warns ? "plain" : "primary"} off={busy}>
            {busy ?? button}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
