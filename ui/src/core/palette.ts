/** Finds a command by a few letters of its label. Runs nothing and knows no screen. */

import { COMMANDS, type Command, type Scope } from "./commands";

export type Hit = {
  command: Command;
  /** Places in the label of what was typed. */
  marks: ReadonlySet<number>;
};

/** What can act while these scopes are on screen: the screen's own commands first, then those of the window. */
export function paletteCommands(scopes: readonly Scope[]): Command[] {
  const listed = COMMANDS.filter((command) => command.listed);
  return [
    ...listed.filter((command) => command.scope !== "window" && scopes.includes(command.scope)),
    ...listed.filter((command) => command.scope === "window"),
  ];
}

/** Commands that match, best first; among equals the shorter label, of which more was typed. All of them for nothing. */
export function findCommands(commands: readonly Command[], typed: string): Hit[] {
  if (typed.trim() === "") return commands.map((command) => ({ command, marks: new Set<number>() }));
  const wanted = textOf(lettersOf(typed));
  return commands
    .flatMap((command) => {
      const letters = lettersOf(command.label);
      const match = matchOf(letters, wanted);
      if (match === null) return [];
      const marks = new Set(match.places.map((place) => letters[place]?.at ?? 0));
      return [{ command, marks, order: match.rank * LABEL_MAX + letters.length }];
    })
    .sort((one, other) => one.order - other.order)
    .map(({ command, marks }) => ({ command, marks }));
}

/** Longer than any label, so that the rank always counts before the length. */
const LABEL_MAX = 1000;

type Letter = { char: string; at: number; first: boolean };

/** Letters and digits with their place; blanks and commas are not typed. */
function lettersOf(text: string): Letter[] {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{N}]/gu)].map((found) => ({
    char: found[0],
    at: found.index,
    first: !/[\p{L}\p{N}]/u.test(text.charAt(found.index - 1)),
  }));
}

function textOf(letters: readonly Letter[]): string {
  return letters.map((letter) => letter.char).join("");
}

type Match = { rank: number; places: number[] };

/** The whole label, its beginning, a later word, beginnings of several words, and last anything inside. */
function matchOf(letters: readonly Letter[], wanted: string): Match | null {
  const text = textOf(letters);
  if (wanted === "" || wanted.length > text.length) return null;
  const from = (rank: number, start: number) => ({
    rank,
    places: Array.from(wanted, (_, offset) => start + offset),
  });
  if (text.startsWith(wanted)) return from(text === wanted ? 0 : 1, 0);
  const word = letters.findIndex((letter, index) => letter.first && text.startsWith(wanted, index));
  if (word !== -1) return from(2, word);
  const places = beginnings(letters, wanted, 0);
  if (places !== null) return { rank: places[0] === 0 ? 3 : 4, places };
  const inside = text.indexOf(wanted);
  return inside === -1 ? null : from(5, inside);
}

/** Where the beginnings of words, in their order, make up what was typed: `sac` in "Send and close". */
function beginnings(letters: readonly Letter[], wanted: string, from: number): number[] | null {
  if (wanted === "") return [];
  for (let at = from; at < letters.length; at += 1) {
    const letter = letters[at];
    if (letter === undefined || letter.char !== wanted[0] || (at !== from && !letter.first)) continue;
    const rest = beginnings(letters, wanted.slice(1), at + 1);
    if (rest !== null) return [at, ...rest];
  }
  return null;
}
