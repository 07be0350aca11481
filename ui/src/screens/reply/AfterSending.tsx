import type { AfterReply, DispositionView } from "../../host/host";
import { replyWords } from "../../words/reply";

type AfterSendingProps = {
  after: AfterReply;
  outcome: string;
  dispositions: readonly DispositionView[];
  onAfter: (after: AfterReply) => void;
  onOutcome: (code: string) => void;
};

/** Whose move it is once the message has gone. */
export function AfterSending({ after, outcome, dispositions, onAfter, onOutcome }: AfterSendingProps) {
  const radio = (label: string, value: AfterReply) => (
    <label className="choice">
      <input type="radio" name="after" checked={after.kind === value.kind} onChange={() => onAfter(value)} />
      {label}
    </label>
  );
  return (
    <fieldset>
      <legend>{replyWords.after}</legend>
      {radio(replyWords.afterWait, { kind: "await-patient" })}
      {radio(replyWords.afterOpen, { kind: "keep-open" })}
      <span className="choice">
        {radio(replyWords.afterClose, { kind: "close", disposition: outcome, mode: null })}
        <select
          className="input compose__outcome"
          aria-label={replyWords.outcome}
          value={outcome}
          onChange={(event) => {
            onOutcome(event.target.value);
            if (after.kind === "close") onAfter({ ...after, disposition: event.target.value });
          }}
        >
          {dispositions.map((disposition) => (
            <option key={disposition.code} value={disposition.code}>
              {disposition.label}
            </option>
          ))}
        </select>
      </span>
    </fieldset>
  );
}
