import { useId, useRef } from "react";
import type { DecisionForm, RequestView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { TypedState } from "../typed/TypedState";
import { useTyped } from "../typed/useTyped";
import { Chooser } from "./Chooser";
import { chaseChoices } from "./choices";

type ChasingProps = {
  request: RequestView;
  onDecide: (decision: DecisionForm) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

const { chase: words } = decideWords;

/** How the patient asked again, by two keys; what they said can be written first and becomes a note. */
export function Chasing({ request, onDecide, ...chooser }: ChasingProps) {
  const kept = useTyped(`chase:${request.id}`);
  const said = kept.text;
  const field = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();

  return (
    <Chooser
      {...chooser}
      title={words.title(request.patient.name)}
      choices={chaseChoices(said)}
      advances={false}
      onChoose={({ decision }) => void kept.stop().then(() => onDecide(decision))}
    >
      <div className="field mt-2">
        <label className="field">
          <span>{words.said}</span>
          <textarea
            ref={field}
            className="input"
            rows={2}
            aria-describedby={hintId}
            aria-invalid={words.tooLong(said) === null ? undefined : true}
            value={said}
            onChange={(event) => kept.setText(event.target.value)}
          />
        </label>
        <span className="field__hint" id={hintId}>
          {words.tooLong(said) ?? words.saidHint}
        </span>
        <TypedState kept={kept} onDiscard={() => field.current?.focus()} />
      </div>
    </Chooser>
  );
}
