import { Fragment } from "react";
import { actingKeys, COMMANDS, displayChord, type KeyMode, type Scope } from "../core/commands";
import { isAbout, isKey } from "../core/help";
import { helpWords as words } from "../words/help";

type KeyEntry = { label: string; chords: readonly string[] };

export type KeyGroup = { title: string; entries: readonly KeyEntry[] };

const SCOPES: readonly Scope[] = ["triage", "window", "reply", "merge", "conflict"];

/** The keys that act, by where they do; all of them for nothing. */
export function keysAbout(typed: string, mode: KeyMode): readonly KeyGroup[] {
  const groups: KeyGroup[] = SCOPES.map((scope) => ({
    title: words.scope[scope],
    entries: COMMANDS.filter((command) => command.scope === scope).map((command) => ({
      label: command.label,
      chords: actingKeys(command, mode),
    })),
  }));
  const chooser = words.chooserKeys.map(([chord, label]) => ({ label, chords: [chord] }));
  return [...groups, { title: words.chooser, entries: chooser }]
    .map(({ title, entries }) => ({ title, entries: entries.filter((entry) => isFound(entry, typed)) }))
    .filter(({ entries }) => entries.length > 0);
}

function isFound({ label, chords }: KeyEntry, typed: string): boolean {
  return typed === "" || isAbout(label, typed) || isKey(chords, typed);
}

/** What was typed is a key: whoever typed it looks for what that key does. */
export function isKeyOf(groups: readonly KeyGroup[], typed: string): boolean {
  return groups.some(({ entries }) => entries.some(({ chords }) => isKey(chords, typed)));
}

type HelpKeysProps = { groups: readonly KeyGroup[]; intro: string };

export function HelpKeys({ groups, intro }: HelpKeysProps) {
  if (groups.length === 0) return null;
  return (
    <section>
      <h3 className="h">{words.keys}</h3>
      <p className="quiet">{intro}</p>
      <div className="help__columns">
        {groups.map(({ title, entries }) => (
          <section key={title} className="help__group">
            <h4 className="h">{title}</h4>
            <dl className="keys">
              {entries.map(({ label, chords }) => (
                <Entry key={label} label={label} chords={chords.map(displayChord)} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </section>
  );
}

/** A command without a key that acts is found among all commands. */
function Entry({ label, chords }: KeyEntry) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {chords.length === 0 && <span className="quiet">{words.inPalette}</span>}
        {chords.map((chord, index) => (
          <Fragment key={chord}>
            {index > 0 && <span className="quiet"> {words.or} </span>}
            <kbd className="key">{chord}</kbd>
          </Fragment>
        ))}
      </dd>
    </div>
  );
}
