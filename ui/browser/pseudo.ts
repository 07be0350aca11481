/**
 * Pseudo-Welsh: with `?pseudo` in the address every word that comes from `words/` is 40 % longer, as a translation
 * may be. It is done while those files are read, so that nothing of it is in the product.
 *
 * Not lengthened: dates, numbers and names of keys, and what the practice in memory says itself (teams, dispositions,
 * patients' words) where no sentence of `words/` holds it.
 */

import type { Plugin } from "vite";

/** Files that write numbers and dates, which no language lengthens. */
const FIGURES = /\/words\/format\.ts$/;
const WORDS = /\/src\/words\/\w+\.ts$/;
/** The labels of the commands stand in their table and not in `words/`. */
const COMMANDS = /\/src\/core\/commands\.ts$/;
const LABEL = "return { id, label,";
const EXPORTED = /^export (const|function) (\w+)/gm;
const LENGTHEN = "virtual:lengthen";
const IMPORT = `import { lengthen } from "${LENGTHEN}";`;

export function pseudo(): Plugin {
  return {
    name: "pseudo-welsh",
    enforce: "pre",
    resolveId: (id) => (id === LENGTHEN ? `\0${LENGTHEN}` : undefined),
    load: (id) => (id === `\0${LENGTHEN}` ? SOURCE : undefined),
    transform(code, id) {
      if (COMMANDS.test(id)) return withLongLabels(code);
      if (!WORDS.test(id) || FIGURES.test(id)) return undefined;
      const names = [...code.matchAll(EXPORTED)].map(([, , name]) => name);
      const own = code.replace(EXPORTED, "$1 $2");
      const longer = names.map(
        (name) => `const $${name} = lengthen(${name}); export { $${name} as ${name} };`,
      );
      return [IMPORT, own, ...longer].join("\n");
    },
  };
}

function withLongLabels(code: string): string {
  if (!code.includes(LABEL)) throw new Error("core/commands.ts makes its labels in another way than before");
  return `${IMPORT}\n${code.replace(LABEL, "return { id, label: lengthen(label),")}`;
}

/** Words of two letters and more get more of an ordinary letter, once; a blank of a template keeps its name. */
const SOURCE = `
const on = new URLSearchParams(window.location.search).has("pseudo");
const word = /\\{\\{[^}]*\\}\\}|(?<![\\p{L}\\p{N}ŷ])\\p{L}[\\p{Ll}’]+(?![\\p{L}\\p{N}])/gu;
const longer = (text) => text.replace(word, (found) =>
  found.includes("ŷ") || found.startsWith("{") ? found : found + "ŷ".repeat(Math.ceil(found.length * 0.4)));
export function lengthen(value) {
  if (!on) return value;
  if (typeof value === "string") return longer(value);
  if (typeof value === "function") return (...given) => lengthen(value(...given));
  if (Array.isArray(value)) return value.map(lengthen);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, lengthen(held)]));
}
`;
