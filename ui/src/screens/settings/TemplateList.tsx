import { useState } from "react";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { newOpId } from "../../core/opid";
import { LANGUAGES, type Language } from "../../words/reply";
import { settingsWords } from "../../words/settings";
import { moved, replaced, type TemplateDraft } from "./draft";
import { FaultOf, Field } from "./Field";
import { ItemButtons } from "./ItemButtons";
import { type Fault, fieldId } from "./useSettings";

type TemplateListProps = {
  templates: readonly TemplateDraft[];
  personal: boolean;
  /** How many templates stand before these in what Rust is given. */
  before: number;
  fault: Fault | null;
  locked: boolean;
  onChange: (templates: readonly TemplateDraft[]) => void;
};

const { templates: words } = settingsWords;

/** Templates, shared or a person's own: one line each, and the one that is open to be edited in place. */
export function TemplateList(props: TemplateListProps) {
  const { templates, personal, before, fault, locked, onChange } = props;
  const [open, setOpen] = useState<string | null>(null);
  function add() {
    const key = newOpId(Date.now());
    onChange([...templates, { key, name: "", language: "en", text: "", personal }]);
    setOpen(key);
    const field = fieldId(`templates.${before + templates.length}.name`);
    requestAnimationFrame(() => document.getElementById(field)?.focus());
  }
  return (
    <>
      {!personal && <FaultOf field="templates" fault={fault} />}
      {templates.length === 0 && (
        <Empty icon="note" title={words.none}>
          <p>{words.noneHint}</p>
        </Empty>
      )}
      <ul className="setting-list" hidden={templates.length === 0}>
        {templates.map((template, index) => {
          const field = `templates.${before + index}`;
          const isOpen = open === template.key || (fault?.field ?? "").startsWith(`${field}.`);
          return (
            <li key={template.key} className="setting-item">
              <Line {...{ template, isOpen }} onPress={() => setOpen(isOpen ? null : template.key)} />
              {!locked && (
                <ItemButtons
                  name={nameOf(template)}
                  index={index}
                  count={templates.length}
                  onMove={(step) => onChange(moved(templates, index, step))}
                  onRemove={() => onChange(templates.filter((other) => other !== template))}
                />
              )}
              {isOpen && (
                <Editor
                  {...{ template, field, fault, locked }}
                  onChange={(next) => onChange(replaced(templates, next))}
                />
              )}
            </li>
          );
        })}
      </ul>
      {!locked && (
        <Button icon="plus" onPress={add}>
          {words.add}
        </Button>
      )}
    </>
  );
}

type LineProps = { template: TemplateDraft; isOpen: boolean; onPress: () => void };

function Line({ template, isOpen, onPress }: LineProps) {
  return (
    <button type="button" className="setting-item__line" aria-expanded={isOpen} onClick={onPress}>
      <b lang={template.language}>{nameOf(template)}</b>
      <span className="meta" lang={template.language}>
        {LANGUAGES[template.language]}
      </span>
    </button>
  );
}

type EditorProps = {
  template: TemplateDraft;
  field: string;
  fault: Fault | null;
  locked: boolean;
  onChange: (template: TemplateDraft) => void;
};

function Editor({ template, field, fault, locked, onChange }: EditorProps) {
  return (
    <fieldset className="setting-item__editor" disabled={locked}>
      <Field label={words.name} field={`${field}.name`} fault={fault}>
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="off"
            value={template.name}
            onChange={(event) => onChange({ ...template, name: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.language} field={`${field}.language`} fault={fault}>
        {(control) => (
          <select
            {...control}
            className="input"
            value={template.language}
            onChange={(event) => onChange({ ...template, language: languageOf(event.target.value) })}
          >
            <option value="en">{LANGUAGES.en}</option>
            <option value="cy">{LANGUAGES.cy}</option>
          </select>
        )}
      </Field>
      <Field
        className="setting__wide"
        label={words.text}
        hint={words.textHint}
        field={`${field}.text`}
        fault={fault}
      >
        {(control) => (
          <textarea
            {...control}
            className="input"
            rows={9}
            lang={template.language}
            spellCheck
            value={template.text}
            onChange={(event) => onChange({ ...template, text: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

function nameOf({ name }: TemplateDraft): string {
  return name.trim() === "" ? words.unnamed : name;
}

function languageOf(value: string): Language {
  return value === "cy" ? "cy" : "en";
}
