import { type KeyboardEvent, type Ref, useState } from "react";
import { Icon } from "../../components/Icon";
import { Key } from "../../components/Key";
import { digitOf } from "../../core/keys";
import { replyWords, TEMPLATES } from "../../words/reply";

type TemplatesProps = { field: Ref<HTMLInputElement>; onInsert: (index: number) => void };

/** The practice's ready-made messages: a digit or a click puts one where the cursor is. */
export function Templates({ field, onInsert }: TemplatesProps) {
  const [typed, setTyped] = useState("");
  const words = typed.trim().toLowerCase();
  const shown = TEMPLATES.map((template, index) => ({ ...template, index })).filter((template) =>
    `${template.name} ${template.text}`.toLowerCase().includes(words),
  );

  function press(event: KeyboardEvent) {
    const digit = typed === "" ? digitOf(event.nativeEvent) : null;
    const index = event.key === "Enter" ? shown[0]?.index : digit === null ? undefined : digit - 1;
    if (index === undefined) return;
    event.preventDefault();
    setTyped("");
    onInsert(index);
  }

  return (
    <aside className="templates" aria-label={replyWords.templates}>
      <div className="templates__head">
        <h2 className="h">
          {replyWords.templates} <span>{replyWords.templatesCount(TEMPLATES.length)}</span>
          <span className="spacer" />
          <Key chord="Ctrl+;" />
        </h2>
        <div className="search w-auto">
          <Icon name="search" />
          <input
            ref={field}
            type="text"
            aria-label={replyWords.find}
            placeholder={replyWords.find}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={press}
          />
        </div>
      </div>
      <div className="templates__list">
        {shown.map((template) => (
          <button
            key={template.name}
            type="button"
            className="option"
            onClick={() => onInsert(template.index)}
          >
            <Key chord={String(template.index + 1)} />
            <span className="option__what">
              <b>{template.name}</b>
              <span className="option__hint meta">{opening(template.text)}</span>
            </span>
          </button>
        ))}
      </div>
      <p className="templates__foot">
        {replyWords.press} <Key chord="Ctrl+;" /> {replyWords.templatesFoot}
      </p>
    </aside>
  );
}

/** The first sentence after the greeting. */
function opening(text: string): string {
  return text.split("\n\n")[1]?.replace(/\{\{\s*|\s*\}\}/g, "") ?? "";
}
