import { Key } from "../../components/Key";
import { decideWords } from "../../words/decide";
import { settingsWords } from "../../words/settings";
import { moved } from "./draft";
import { FaultOf } from "./Field";
import { ItemButtons } from "./ItemButtons";
import type { Settings } from "./useSettings";

type OutcomesProps = { settings: Settings };

const { outcomes: words } = settingsWords;

/** Outcomes with a digit: 1 to 9, then 0. */
const DIGITS = 10;

/** What can be chosen when a request is done: those that are offered in their order, then the rest. */
export function Outcomes({ settings }: OutcomesProps) {
  const { setup, draft, edit, fault, mayChange } = settings;
  const { outcomes } = draft;
  const shown = outcomes.flatMap((code) => setup.allOutcomes.find((entry) => entry.code === code) ?? []);
  const hidden = setup.allOutcomes.filter((entry) => !outcomes.includes(entry.code));
  return (
    <>
      <p className="settings__intro">{words.intro}</p>
      <FaultOf field="outcomes" fault={fault} />
      <ol className="setting-list">
        {[...shown, ...hidden].map(({ code, label, group }, index) => {
          const offered = outcomes.includes(code);
          return (
            <li key={code} className="setting-item setting-item--outcome">
              {offered && index < DIGITS ? <Key chord={String((index + 1) % DIGITS)} /> : <span />}
              <label className="choice">
                <input
                  type="checkbox"
                  aria-label={words.shown(label)}
                  disabled={!mayChange}
                  checked={offered}
                  onChange={() =>
                    edit({
                      outcomes: offered ? outcomes.filter((other) => other !== code) : [...outcomes, code],
                    })
                  }
                />
                {label}
              </label>
              <span className="meta">{offered ? decideWords.done.group[group] : words.hidden}</span>
              {mayChange && offered && (
                <ItemButtons
                  name={label}
                  index={index}
                  count={outcomes.length}
                  onMove={(step) => edit({ outcomes: moved(outcomes, index, step) })}
                />
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}
