import type { Ref } from "react";
import type { TemplateView } from "../../host/host";
import { replyWords } from "../../words/reply";
import type { TemplateChoice } from "./useTemplates";

type TemplatePickerProps = {
  field: Ref<HTMLSelectElement>;
  templates: TemplateChoice;
  onInsert: (template: TemplateView) => void;
};

/** Stands in for the list of templates where there is no room for it. */
export function TemplatePicker({ field, templates, onInsert }: TemplatePickerProps) {
  const { listed } = templates;
  return (
    <select
      ref={field}
      className="input compose__templates"
      aria-label={replyWords.pick}
      value=""
      onChange={(event) => {
        const chosen = listed.find((template) => template.id === event.target.value);
        if (chosen !== undefined) onInsert(chosen);
      }}
    >
      <option value="">{listed.length === 0 ? replyWords.pickNone : replyWords.pick}</option>
      {listed.map((template, index) => (
        <option key={template.id} value={template.id}>
          {replyWords.picked(index + 1, template.name, template.personal)}
        </option>
      ))}
    </select>
  );
}
