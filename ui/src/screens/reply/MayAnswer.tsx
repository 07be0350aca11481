import { useId, useState } from "react";
import type { AfterReply } from "../../host/host";
import { replyWords } from "../../words/reply";

export type MayAnswerChoice = {
  on: boolean;
  set: (on: boolean) => void;
  /** What goes with a reply after which this happens. */
  with: (after: AfterReply["kind"]) => boolean;
};

/** Who waits for the patient lets them answer, unless the person has said otherwise. */
export function useMayAnswer(after: AfterReply["kind"]): MayAnswerChoice {
  const [said, setSaid] = useState<boolean | null>(null);
  const goesWith = (then: AfterReply["kind"]) => said ?? then === "await-patient";
  return { on: goesWith(after), set: setSaid, with: goesWith };
}

type MayAnswerProps = { choice: MayAnswerChoice };

export function MayAnswer({ choice }: MayAnswerProps) {
  const hint = useId();
  return (
    <div className="compose__answer">
      <label className="choice">
        <input
          type="checkbox"
          aria-describedby={hint}
          checked={choice.on}
          onChange={(event) => choice.set(event.target.checked)}
        />
        {replyWords.mayAnswer}
      </label>
      <span id={hint} className="meta">
        {replyWords.mayAnswerHint}
      </span>
    </div>
  );
}
