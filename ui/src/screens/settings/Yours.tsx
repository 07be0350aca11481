import { savedWords } from "../../words/saved";
import { settingsWords as words } from "../../words/settings";
import { SavedViewList } from "./SavedViewList";
import { TemplateList } from "./TemplateList";
import type { Settings } from "./useSettings";

type YoursProps = { settings: Settings };

/** What belongs to the person who works here, and goes with them to no other PC. */
export function Yours({ settings }: YoursProps) {
  const { draft, edit, fault } = settings;
  return (
    <>
      <h2 className="h">{words.keys.title}</h2>
      <Switch
        label={words.keys.single}
        hint={words.keys.singleHint}
        on={draft.singleKeys}
        onChange={(singleKeys) => edit({ singleKeys })}
      />
      <h2 className="h">{words.notify.title}</h2>
      <Switch
        label={words.notify.label}
        hint={words.notify.hint}
        on={draft.notifications}
        onChange={(notifications) => edit({ notifications })}
      />
      <Switch
        label={words.notify.sound}
        hint={words.notify.soundHint}
        on={draft.urgentSound}
        onChange={(urgentSound) => edit({ urgentSound })}
      />
      <h2 className="h">{savedWords.title}</h2>
      <p className="settings__intro">{savedWords.intro}</p>
      <SavedViewList views={draft.savedViews} fault={fault} onChange={(savedViews) => edit({ savedViews })} />
      <h2 className="h">{words.templates.yoursTitle}</h2>
      <p className="settings__intro">{words.templates.yoursIntro}</p>
      <TemplateList
        personal
        templates={draft.own}
        before={draft.shared.length}
        fault={fault}
        locked={false}
        onChange={(own) => edit({ own })}
      />
    </>
  );
}

type SwitchProps = { label: string; hint: string; on: boolean; onChange: (on: boolean) => void };

function Switch({ label, hint, on, onChange }: SwitchProps) {
  return (
    <div className="setting-switch">
      <label className="choice">
        <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} />
        <b>{label}</b>
      </label>
      <p className="field__hint">{hint}</p>
    </div>
  );
}
