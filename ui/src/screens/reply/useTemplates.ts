/** The templates that can be chosen for one reply: those of its language, the shared ones first. */

import { useState } from "react";
import { useSetup } from "../../app/setup";
import type { CommandError, RequestView, TemplateView } from "../../host/host";
import type { Language } from "../../words/reply";

export type TemplateChoice = {
  language: Language;
  listed: readonly TemplateView[];
  reading: boolean;
  error: CommandError | null;
  setLanguage: (language: Language) => void;
};

/** The patient's own language is chosen to begin with. */
export function useTemplates(request: RequestView): TemplateChoice {
  const setup = useSetup();
  const [language, setLanguage] = useState<Language>(request.patient.language === "Welsh" ? "cy" : "en");
  const all = setup.state === "here" ? setup.value.templates : [];
  return {
    language,
    setLanguage,
    listed: all.filter((template) => template.language === language),
    reading: setup.state === "asking",
    error: setup.state === "failed" ? setup.error : null,
  };
}
