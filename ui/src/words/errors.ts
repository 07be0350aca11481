/** What a person reads when something did not work: what happened, what is safe, what to do; a code last. */

import { FILES_MAX } from "../core/files";
import type { CommandError } from "../host/host";
import { blockedText } from "./decide";

const PROBLEMS: Record<string, string> = {
  "not-an-address":
    "That is not a web address. It starts with https:// and has no spaces. Nothing was changed; correct it and try again.",
  "not-private":
    "That address starts with http://, so anyone on the way could read what is sent. Nothing was sent; use the address that starts with https://.",
  "other-provider":
    "This PC holds the requests of another provider, so it cannot be connected to this one. Nothing was changed; check the address, or ask IT.",
  "no-practice":
    "The provider answered, but it names no practice for this PC. Nothing was changed; ask the provider to add your practice.",
  "filter-ignored":
    "Asked for one practice’s requests, this server sends everybody’s. Nothing was fetched and nothing was changed; tell the provider.",
  missing: "This patient has no NHS number here, so nothing was copied. Nothing was changed.",
  "attachment-kind":
    "It is not a PDF, JPEG or PNG file, whatever its name says. Save it as a PDF and attach that.",
  "attachment-too-large": "It is larger than 5 MB. Make it smaller, or send it another way.",
  "attachment-too-many": `No more than ${FILES_MAX} files go with one message. Remove one first, or send it with a second message.`,
  "attachment-empty": "There is nothing in it. Check the file, then attach it again.",
  "not-written":
    "The file could not be written on this PC, so there is no file. Nothing else was changed. Check that the disk has room, or ask IT whether you may save in your downloads.",
  "not-known": "The practice does not use that choice any more. Nothing was changed; choose another.",
};

const NOT_SAVED: Record<Extract<CommandError, { kind: "not-saved" }>["why"], string> = {
  "disk-full":
    "This PC’s disk is full, so the change was not saved. Everything saved before is safe. Free some space or call IT, then decide again.",
  "store-failed":
    "The change could not be saved on this PC. Everything saved before is safe. Decide again; if it fails again, call IT.",
  "store-damaged":
    "The change was not saved, because the data on this PC is damaged. Nothing was deleted. Close Triage Desk and start it again: it mends what it can and says what it could not.",
  "taken-over":
    "The change was not saved, because another copy of Triage Desk has opened this PC’s data since. Everything saved before is safe. Use the other copy, and close this one.",
};

export function errorText(error: CommandError): string {
  switch (error.kind) {
    case "not-ready":
      return "Triage Desk is not ready for that yet. Nothing was changed; try again in a moment.";
    case "not-found":
      return "That is not on this PC any more. Nothing was changed; choose it again in the list.";
    case "changed-since":
      return "The request changed while you were deciding. Nothing was changed; look at it again and decide.";
    case "blocked":
      return blockedText(error.why);
    case "invalid":
      return PROBLEMS[error.problem] ?? "That cannot be used. Nothing was changed; correct it and try again.";
    case "not-saved":
      return NOT_SAVED[error.why];
    case "unreachable":
      return "The provider’s server did not answer. Everything on this PC is safe. Check the connection and try again.";
    case "refused":
      return `The provider refused that. Nothing was changed; ask whoever looks after the provider’s accounts. Code ${error.httpStatus}.`;
    case "not-a-provider":
      return "There is a server at that address, but it is not an online consultation provider. Nothing was changed; check the address.";
    case "not-on-device":
      return "That is not on this PC yet. It comes by itself when you are connected.";
    case "read-only":
      return "Decisions are off with this provider; the line at the top of the window says why. Nothing was changed.";
    case "no-clipboard":
      return "This PC gives Triage Desk no clipboard, so nothing was copied. Nothing was changed; try again, or type it.";
    case "internal":
      return `Something went wrong inside Triage Desk. What was saved is safe. Try again; if it fails again, give IT this code: ${error.code}.`;
  }
}
