import { type KeyboardEvent, type Ref, useState } from "react";
import { usePlace } from "../../app/place";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Key } from "../../components/Key";
import { Problem } from "../../components/Problem";
import { digitOf } from "../../core/keys";
import type { TemplateView } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { LANGUAGES, replyWords } from "../../words/reply";
import type { TemplateChoice } from "./useTemplates";

type TemplatesProps = {
  field: Ref<HTMLInputElement>;
  templates: TemplateChoice;
  onInsert: (template: TemplateView) => void;
};

/** Templates with a digit. */
const DIGIT_MAX = 9;

/** Ready-made messages in the language of the reply: a digit or a click puts one where the cursor is. */
export function Templates({ field, templates, onInsert }: TemplatesProps) {
  const { listed } = templates;
  const [typed, setTyped] = useState("");
  const words = typed.trim().toLowerCase();
  const shown = listed.filter((template) =>
    `${template.name} ${template.text}`.toLowerCase().includes(words),
  );
  function press(event: KeyboardEvent) {
    const digit = typed === "" ? digitOf(event.nativeEvent) : null;
    const chosen = event.key === "Enter" ? shown[0] : digit === null ? undefined : listed[digit - 1];
    if (chosen === undefined) return;
    event.preventDefault();
    setTyped("");
    onInsert(chosen);
  }
  return (
    <aside className="templates" aria-label={replyWords.templates}>
      <div className="templates__head">
        <h2 className="h">
          {replyWords.templates} <span>{replyWords.templatesCount(templates.language, listed.length)}</span>
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
          <Option
            key={template.id}
            template={template}
            digit={listed.indexOf(template) + 1}
            onPress={() => onInsert(template)}
          />
        ))}
        {shown.length === 0 && listed.length > 0 && (
          <p className="popover__none">{replyWords.noneFound(typed)}</p>
        )}
        {listed.length === 0 && <NoTemplates templates={templates} />}
      </div>
      <p className="templates__foot">
        {replyWords.press} <Key chord="Ctrl+;" /> {replyWords.templatesFoot}
      </p>
    </aside>
  );
}

type OptionProps = { template: TemplateView; digit: number; onPress: () => void };

function Option({ template, digit, onPress }: OptionProps) {
  return (
    <button type="button" className="option" lang={template.language} onClick={onPress}>
      {digit <= DIGIT_MAX ? <Key chord={String(digit)} /> : <span />}
      <span className="option__what">
        <b>{template.name}</b>{" "}
        {template.personal && (
          <span className="tag" lang="en">
            {replyWords.yours}
          </span>
        )}
        <span className="option__hint meta">{opening(template.text)}</span>
      </span>
    </button>
  );
}

type NoTemplatesProps = { templates: TemplateChoice };

/** Why there are none, and the way to where they are written; the draft is kept meanwhile. */
function NoTemplates({ templates }: NoTemplatesProps) {
  const { go } = usePlace();
  const { shownKey, ariaKeys } = useKeyNames();
  if (templates.error !== null) return <Problem text={errorText(templates.error)} />;
  if (templates.reading) return <p className="popover__none">{replyWords.templatesReading}</p>;
  return (
    <div className="popover__none">
      <p>{replyWords.noTemplates(LANGUAGES[templates.language])}</p>
      <Button
        chord={shownKey("settings")}
        ariaKeys={ariaKeys("settings")}
        onPress={() => go({ kind: "settings", section: "templates" })}
      >
        {en.openSettings}
      </Button>
    </div>
  );
}

/** The first sentence after the greeting. */
function opening(text: string): string {
  return text.split("\n\n")[1]?.replace(/\{\{\s*|\s*\}\}/g, "") ?? "";
}
