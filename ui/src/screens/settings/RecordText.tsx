import { useRef } from "react";
import { flushSync } from "react-dom";
import { Button } from "../../components/Button";
import { fillTemplate } from "../../core/message";
import { RECORD_SAMPLE, settingsWords } from "../../words/settings";
import { Field } from "./Field";
import type { Settings } from "./useSettings";

type RecordTextProps = { settings: Settings };

const { record: words } = settingsWords;

/** The text for the record, the fields it may have, and how it looks with an invented patient. */
export function RecordText({ settings }: RecordTextProps) {
  const { setup, draft, edit, fault, mayChange } = settings;
  const { recordFormat } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  function insert(name: string) {
    const from = field.current?.selectionStart ?? recordFormat.length;
    const to = field.current?.selectionEnd ?? from;
    const blank = `{{${name}}}`;
    flushSync(() =>
      edit({ recordFormat: `${recordFormat.slice(0, from)}${blank}${recordFormat.slice(to)}` }),
    );
    field.current?.focus();
    field.current?.setSelectionRange(from + blank.length, from + blank.length);
  }
  return (
    <>
      <p className="settings__intro">{words.intro}</p>
      <div className="record">
        <Field label={words.label} field="recordFormat" fault={fault}>
          {(control) => (
            <textarea
              {...control}
              ref={field}
              className="input"
              rows={14}
              disabled={!mayChange}
              value={recordFormat}
              onChange={(event) => edit({ recordFormat: event.target.value })}
            />
          )}
        </Field>
        <section className="field" aria-label={words.preview}>
          <h2 className="field__label">{words.preview}</h2>
          <p className="record__preview">{fillTemplate(recordFormat, RECORD_SAMPLE)}</p>
        </section>
      </div>
      <h2 className="field__label">{words.fields}</h2>
      <p className="record__fields">
        {setup.recordFields.map((name) =>
          mayChange ? (
            <Button key={name} onPress={() => insert(name)}>
              {`{{${name}}}`}
            </Button>
          ) : (
            <code key={name}>{`{{${name}}}`}</code>
          ),
        )}
      </p>
    </>
  );
}
