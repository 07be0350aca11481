/** The message templates a practice begins with, as Rust ships them, and a Welsh one of the practice's own. They keep to the GSM alphabet, so that texts stay few. */

import type { TemplateForm } from "../bindings";

type Text = Pick<TemplateForm, "name" | "text">;

/** `{{salutation}}`, `{{me}}` and `{{practice}}` are filled where known; every other blank is for the writer. */
const ENGLISH: readonly Text[] = [
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

const WELSH: readonly Text[] = [
  {
    name: "Ffurflen neu lythyr yn barod",
    text: "Annwyl {{salutation}},\n\nMae eich {{ffurflen neu lythyr}} yn barod. Gallwch ddod i'r dderbynfa pan fyddwn ar agor.\n\n{{me}}, {{practice}}",
  },
];

export const TEMPLATES: readonly TemplateForm[] = [
  ...ENGLISH.map((entry) => ({ ...entry, language: "en" as const, personal: false })),
  ...WELSH.map((entry) => ({ ...entry, language: "cy" as const, personal: false })),
];
