/** Words of the files that go with a message. */

import { FILES_MAX } from "../core/files";
import type { AttachmentView } from "../host/host";
import { fmtBytes, fmtMany } from "./format";

/** What each content type is called. */
const KINDS: Record<string, string> = {
  "application/pdf": "PDF",
  "image/jpeg": "JPEG",
  "image/png": "PNG",
};

export const fileWords = {
  region: (name: string) => `Files for ${name}`,
  attach: "Attach a file",
  limits: `Up to ${FILES_MAX} files of 5 MB each: PDF, JPEG or PNG. Or drop them on the message.`,
  full: `${FILES_MAX} files are attached and no more fit. Remove one to attach another.`,
  about: ({ contentType, bytes }: AttachmentView) =>
    `${KINDS[contentType] ?? contentType}, ${fmtBytes(bytes)}`,
  remove: "Remove",
  removeLabel: (file: string) => `Remove ${file}`,
  removing: "Being removed",
  attaching: "Being attached",
  attached: (count: number, name: string) =>
    count === 0 ? "" : `${fmtMany(count, "file")} attached for ${name}`,
  notAttached: (file: string) => `${file} was not attached.`,
  notRemoved: (file: string) => `${file} was not removed.`,
  notRead:
    "It could not be read. If it is a folder, open it and choose the file; if not, save it again first.",
  restKept: "The message and the files attached before are kept.",
  /** What follows whatever a message is called. */
  with: (count: number) => (count === 0 ? "" : ` with ${fmtMany(count, "file")}`),
} as const;
