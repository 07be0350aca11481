/** Words of the reply screen. */

import type { AfterReply, TemplateView } from "../host/host";
import { routeWord } from "./en";
import { fileWords } from "./files";

/** The languages that patients are written to. */
export type Language = TemplateView["language"];

/** Each by its own name. */
export const LANGUAGES: Record<Language, string> = { en: "English", cy: "Cymraeg" };

/** What is sent does what was chosen, and says so. */
const SEND: Record<AfterReply["kind"], string> = {
  "await-patient": "Send and wait",
  "keep-open": "Send, keep open",
  close: "Send and close",
};

export const replyWords = {
  region: "Reply",
  title: (name: string) => `Reply to ${name}`,
  message: (name: string) => `Message to ${name}`,
  by: (mobile: string | null, prefers: string | null) => {
    const how = mobile === null ? "Text message; no mobile number known" : `Text message to ${mobile}`;
    return prefers === null ? how : `${how}. Patient prefers: ${prefers}`;
  },
  request: "Request, read only",
  received: (when: string, route: string | null) =>
    `Received ${when}${route === null ? "" : ` by ${routeWord(route)}`}.`,
  count: (characters: string, texts: string) => `${characters}, ${texts}`,
  draftSaved: (time: string) => `Draft saved on this PC ${time}`,
  draftSaving: "Saving the draft",
  draftNotSaved: "The draft could not be saved. Keep this open and copy the text; call IT if it goes on.",
  draftNone: "Nothing written yet",
  draftKept: "Draft from before is back",
  blanks: (count: number) => (count === 1 ? "1 blank to fill:" : `${count} blanks to fill:`),
  blanksRest: (names: string) =>
    `${names}. Sending is off until ${names.includes(",") ? "they are" : "it is"} filled.`,
  goToBlank: "Go to it",
  after: "After sending",
  afterClose: "Close as",
  afterWait: "Wait for patient",
  waitTime: "How long to wait for the patient",
  waitUntil: (time: string, when: string) => `${time}: until ${when}`,
  waitNoTime: "no time: until they write",
  waitReading: "Reading the times",
  waitFailed:
    "The times could not be read. This waits until the patient writes; nothing brings it back before.",
  afterOpen: "Keep open",
  outcome: "Outcome when it closes",
  mayAnswer: "The patient may answer once",
  mayAnswerHint: "The provider’s text then carries a link for one answer.",
  send: SEND,
  sendLabel: (after: AfterReply["kind"], name: string, files: number) =>
    `${SEND[after]}: to ${name}${fileWords.with(files)}`,
  goesWith: (name: string, files: number) => `Goes to ${name}${fileWords.with(files)}.`,
  held: "Held a short while before it goes; Undo takes it back",
  templates: "Templates",
  templatesCount: (language: Language, count: number) => `${LANGUAGES[language]}, ${count}`,
  templatesReading: "Reading the templates",
  noTemplates: (language: string) =>
    `There are no templates in ${language} yet. Write one in Settings; what you have written here is kept.`,
  noneFound: (typed: string) => `No template matches “${typed}”.`,
  yours: "Yours",
  pick: "Insert a template",
  pickNone: "No template in this language",
  picked: (digit: number, name: string, personal: boolean) => `${digit} ${name}${personal ? ", yours" : ""}`,
  language: "Language of the reply",
  digits: "Write here, or press 1 to 9 for a template",
  templatesFoot: "then 1 to 9 to insert. A template goes where the cursor is.",
  find: "Find by name or words",
  press: "Press",
  offTimes: "Reading the times to wait",
  offEmpty: "Write a message first.",
  offLocked: "Somebody else is writing. Choose Write anyway first.",
  offFiles: "A file is still being attached or removed.",
  offBlanks: "Fill the blanks first.",
  offUnmatched: "The patient is not matched to a registered patient. No message can be sent; phone instead.",
  died: "This patient is recorded as having died. No message can be sent from here.",
} as const;

export const keepWords = {
  button: "Save as my template",
  title: "Save as my template",
  check:
    "Take out everything about this patient: their name, what they have, dates and times. Put words in double braces where you will fill something in, such as {{time}}.",
  name: "Name",
  text: "Text",
  save: "Save template",
  saving: "Saving",
  close: "Back",
  refused: (why: string) => `Nothing was saved. ${why}`,
  kept: (name: string) => `“${name}” is one of your templates.`,
} as const;
