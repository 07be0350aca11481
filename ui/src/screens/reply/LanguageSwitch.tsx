import { LANGUAGES, type Language, replyWords } from "../../words/reply";

type LanguageSwitchProps = { language: Language; onChange: (language: Language) => void };

const CHOICES: readonly Language[] = ["en", "cy"];

/** The language the patient is written to: it chooses the templates and the spelling that is checked. */
export function LanguageSwitch({ language, onChange }: LanguageSwitchProps) {
  return (
    <div className="compose__language" role="radiogroup" aria-label={replyWords.language}>
      {CHOICES.map((choice) => (
        <label key={choice} className="choice" lang={choice}>
          <input
            type="radio"
            name="language"
            checked={language === choice}
            onChange={() => onChange(choice)}
          />
          {LANGUAGES[choice]}
        </label>
      ))}
    </div>
  );
}
