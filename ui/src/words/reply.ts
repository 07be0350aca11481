/** Words of the reply screen and the templates that ship with it. Templates keep to the GSM alphabet, so that texts stay few. */

import { routeWord } from "./en";

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
  afterOpen: "Keep open",
  outcome: "Outcome when it closes",
  send: "Send",
  sendLabel: (name: string) => `Send to ${name}`,
  sendClose: "Send and close",
  sendCloseLabel: (name: string) => `Send and close for ${name}`,
  held: "Held a short while before it goes; Undo takes it back",
  templates: "Templates",
  templatesCount: (count: number) => `English, ${count}`,
  templatesFoot: "then 1 to 9 to insert. A template goes where the cursor is.",
  find: "Find by name or words",
  press: "Press",
  offEmpty: "Write a message first.",
  offBlanks: "Fill the blanks first.",
  offUnmatched: "The patient is not matched to a registered patient. No message can be sent; phone instead.",
  died: "This patient is recorded as having died. No message can be sent from here.",
} as const;

export type Template = { name: string; text: string };

/** `{{salutation}}`, `{{me}}` and `{{practice}}` are filled where known; every other blank is for the writer. */
export const TEMPLATES: readonly Template[] = [
  {
    name: "Holding reply",
    text: "Dear {{salutation}},\n\nThank you for your message. We have read it and {{who will answer}} will answer you by {{day and time}}.\n\nIf you get worse before then, ring the surgery, or 111 when we are closed. In an emergency ring 999.\n\n{{me}}, {{practice}}",
  },
  {
    name: "Call you today",
    text: "Dear {{salutation}},\n\nWe will ring you today between {{start time}} and {{end time}} on this number. Please keep your phone near you; the call may show as withheld.\n\nIf you get worse before then, ring the surgery, or 999 in an emergency.\n\n{{me}}, {{practice}}",
  },
  {
    name: "More information",
    text: "Dear {{salutation}},\n\nThank you for your message. To help you we need to know a little more:\n\n{{your question}}\n\nPlease answer this message. If you get worse, ring the surgery, or 999 in an emergency.\n\n{{me}}, {{practice}}",
  },
  {
    name: "Photo please",
    text: "Dear {{salutation}},\n\nPlease answer this message with a clear photo of {{what to show}}, in daylight and in focus, one from near and one from further away.\n\nDo not send photos of private parts of the body unless we have asked you to.\n\n{{me}}, {{practice}}",
  },
  {
    name: "Come in today",
    text: "Dear {{salutation}},\n\nPlease come to the surgery today at {{time}} to see {{who}}. If you cannot come, ring us now so that we can find another time.\n\n{{me}}, {{practice}}",
  },
  {
    name: "Form or letter ready",
    text: "Dear {{salutation}},\n\nYour {{form or letter}} is ready. You can collect it from the front desk when we are open.\n\n{{me}}, {{practice}}",
  },
];
