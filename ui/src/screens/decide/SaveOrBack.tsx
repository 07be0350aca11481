import { Button } from "../../components/Button";
import { decideWords } from "../../words/decide";

type SaveOrBackProps = {
  /** The key that saves here. */
  chord: "Enter" | "Ctrl+Enter";
  /** What saving is called here. */
  children: string;
  onSave: () => void;
  onBack: () => void;
};

/** The foot of what is written over the action bar. */
export function SaveOrBack({ chord, children, onSave, onBack }: SaveOrBackProps) {
  return (
    <div className="popover__buttons">
      <Button kind="primary" chord={chord} onPress={onSave}>
        {children}
      </Button>
      <Button chord="Esc" onPress={onBack}>
        {decideWords.reason.back}
      </Button>
    </div>
  );
}
