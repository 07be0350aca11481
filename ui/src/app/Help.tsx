import { Fragment } from "react";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { actingKeys, COMMANDS, displayChord, type Scope } from "../core/commands";
import { en } from "../words/en";
import { useKeyMode } from "./setup";

type HelpProps = { onClose: () => void };

const SCOPES: readonly Scope[] = ["triage", "window", "reply", "merge", "conflict"];

/** All keys, from the table that also drives them. */
export function Help({ onClose }: HelpProps) {
  const mode = useKeyMode();
  return (
    <Dialog title={en.help.title} className="help" onClose={onClose}>
      <p className="quiet">{mode === "single-keys" ? en.help.intro : en.help.introNoSingle}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it */}
      <div className="help__columns" tabIndex={0}>
        {SCOPES.map((scope) => (
          <section key={scope} className="help__group">
            <h3 className="h">{en.help[scope]}</h3>
            <dl className="keys">
              {COMMANDS.filter((command) => command.scope === scope).map((command) => (
                <Entry
                  key={command.id}
                  label={command.label}
                  chords={actingKeys(command, mode).map(displayChord)}
                />
              ))}
            </dl>
          </section>
        ))}
        <section className="help__group">
          <h3 className="h">{en.help.chooser}</h3>
          <dl className="keys">
            {en.help.chooserKeys.map(([chord, label]) => (
              <Entry key={chord} label={label} chords={[chord]} />
            ))}
          </dl>
        </section>
      </div>
      <div className="popover__buttons">
        <Button tall chord="Esc" onPress={onClose}>
          {en.help.close}
        </Button>
      </div>
    </Dialog>
  );
}

type EntryProps = { label: string; chords: readonly string[] };

/** A command without a key that acts is found among all commands. */
function Entry({ label, chords }: EntryProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {chords.length === 0 && <span className="quiet">{en.help.inPalette}</span>}
        {chords.map((chord, index) => (
          <Fragment key={chord}>
            {index > 0 && <span className="quiet"> {en.help.or} </span>}
            <kbd className="key">{chord}</kbd>
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
