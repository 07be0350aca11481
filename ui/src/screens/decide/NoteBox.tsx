import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { decideWords } from "../../words/decide";
import { ActionPopover } from "./ActionPopover";
import { SaveOrBack } from "./SaveOrBack";

type NoteBoxProps = {
  title: string;
  text: string;
  onChange: (text: string) => void;
  onSave: () => void;
  onClose: () => void;
  field?: RefObject<HTMLTextAreaElement | null>;
  /** What stands over the field: where the text has come from. */
  children?: ReactNode;
};

/** A note for the practice. Its text is kept by the caller, so that closing it loses nothing. */
export function NoteBox({ title, text, onChange, onSave, onClose, field, children }: NoteBoxProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const area = field ?? own;
  useEffect(() => {
    area.current?.focus();
  }, [area]);

  function press(event: KeyboardEvent) {
    const saves = event.key === "Enter" && event.ctrlKey;
    if (event.key !== "Escape" && !saves) return;
    event.preventDefault();
    event.stopPropagation();
    (saves ? onSave : onClose)();
  }

  return (
    <ActionPopover title={title} onKeyDown={press}>
      <div className="popover__body">
        {children}
        <label className="field">
          <span className="field__hint">{decideWords.note.label}</span>
          <textarea
            ref={area}
            className="input"
            rows={5}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        </label>
        <SaveOrBack chord="Ctrl+Enter" onSave={onSave} onBack={onClose}>
          {decideWords.note.save}
        </SaveOrBack>
      </div>
    </ActionPopover>
  );
}
