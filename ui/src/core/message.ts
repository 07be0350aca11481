/** What a message to a patient costs and lacks: number of texts, blanks still to fill. */

/** Characters of one text message and of each part of a longer one, GSM 7-bit alphabet (3GPP TS 23.038). */
const GSM_SINGLE = 160;
const GSM_PART = 153;

/** The same once a character outside that alphabet forces UCS-2. */
const UCS2_SINGLE = 70;
const UCS2_PART = 67;

const GSM_BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const GSM_EXTENDED = "^{}\\[~]|€";

export type TextCount = { characters: number; texts: number };

/** Counts a message as a phone network does. */
export function countTexts(message: string): TextCount {
  const characters = [...message].length;
  if (characters === 0) return { characters, texts: 0 };
  let septets = 0;
  for (const character of message) {
    if (GSM_BASIC.includes(character)) septets += 1;
    else if (GSM_EXTENDED.includes(character)) septets += 2;
    else return { characters, texts: parts(message.length, UCS2_SINGLE, UCS2_PART) };
  }
  return { characters, texts: parts(septets, GSM_SINGLE, GSM_PART) };
}

function parts(units: number, single: number, part: number): number {
  return units <= single ? 1 : Math.ceil(units / part);
}

export type Blank = { start: number; end: number; name: string };

/** The `{{blanks}}` of a message, in order; while there is one, the message cannot be sent. */
export function findBlanks(message: string): Blank[] {
  return [...message.matchAll(/\{\{\s*([^{}]*?)\s*\}\}/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    name: match[1] ?? "",
  }));
}

/** A template with what is known put in; what is not known stays a blank. */
export function fillTemplate(template: string, known: Readonly<Record<string, string | null>>): string {
  return template.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (blank, name: string) => known[name] ?? blank);
}

/** A message with what is known taken out again, so that it can be a template: the opposite of `fillTemplate`. */
export function emptyTemplate(message: string, known: Readonly<Record<string, string | null>>): string {
  return Object.entries(known).reduce(
    (text, [name, value]) => (value === null || value === "" ? text : text.replaceAll(value, `{{${name}}}`)),
    message,
  );
}
