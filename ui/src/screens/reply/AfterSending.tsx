import type { ReactNode } from "react";
import type { AfterReply, DispositionView } from "../../host/host";
import { replyWords } from "../../words/reply";
import type { Wait } from "./useWait";
import { WaitTime } from "./WaitTime";

type AfterSendingProps = {
  after: AfterReply["kind"];
  wait: Wait;
  outcome: string;
  dispositions: readonly DispositionView[];
  onAfter: (after: AfterReply["kind"]) => void;
  onOutcome: (code: string) => void;
};

/** Whose move it is once the message has gone. */
export function AfterSending({ after, wait, outcome, dispositions, onAfter, onOutcome }: AfterSendingProps) {
  const radio = (label: string, kind: AfterReply["kind"], beside?: ReactNode) => (
    <span className="choice compose__after">
      <label className="choice">
        <input type="radio" name="after" checked={after === kind} onChange={() => onAfter(kind)} />
        {label}
      </label>
      {beside}
    </span>
  );
  return (
    <fieldset>
      <legend>{replyWords.after}</legend>
      {radio(
        replyWords.afterWait,
        "await-patient",
        <WaitTime wait={wait} onChoose={() => onAfter("await-patient")} />,
      )}
      {radio(replyWords.afterOpen, "keep-open")}
      {radio(
        replyWords.afterClose,
        "close",
        <select
          className="input compose__outcome"
          aria-label={replyWords.outcome}
          value={outcome}
          onChange={(event) => onOutcome(event.target.value)}
        >
          {dispositions.map((disposition) => (
            <option key={disposition.code} value={disposition.code}>
              {disposition.label}
            </option>
          ))}
        </select>,
      )}
      {wait.failed && after === "await-patient" && (
        <p className="error" role="alert">
          {replyWords.waitFailed}
        </p>
      )}
    </fieldset>
  );
}
