import type { ModeView } from "../../host/host";
import { decideWords } from "../../words/decide";

type ModePickerProps = {
  modes: readonly ModeView[];
  chosen: string | null;
  onChoose: (mode: string | null) => void;
};

/** How the care was given; saying so is optional. */
export function ModePicker({ modes, chosen, onChoose }: ModePickerProps) {
  const all = [{ code: null, label: decideWords.done.noMode }, ...modes];
  return (
    <div className="modes" role="group" aria-label={decideWords.done.mode}>
      <span className="meta">{decideWords.done.mode}</span>
      {all.map((mode) => (
        <button
          key={mode.label}
          type="button"
          className="button button--chip"
          aria-pressed={mode.code === chosen}
          onClick={() => onChoose(mode.code)}
        >
          {mode.label}
        </button>
      ))}
    </div>
  );
}
