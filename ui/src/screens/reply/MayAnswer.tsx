import { useId, useState } from "react";
import type { AfterReply } from "../../host/host";
import { replyWords } from "../../words/reply";

export type MayAnswerChoice = {
  on: boolean;
  set: (on: boolean) => void;
  /** Something else was chosen to happen after sending. */
  follow: (after: AfterReply) => void;
};

/** Who waits for the patient lets them answer, unless the person has said otherwise. */
export function useMayAnswer(): MayAnswerChoice {
  const [{ on, said }, setChoice] = useState({ on: false, said: false });
  return {
    on,
    set: (next) => setChoice({ on: next, said: true }),
    follow: ({ kind }) => {
      if (!said) setChoice({ on: kind === "await-patient", said });
    },
  };
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
