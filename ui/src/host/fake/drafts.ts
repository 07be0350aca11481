/** What somebody was writing, with the files that are to go with it, and what Rust refuses of them. */

import type { AttachForm, AttachmentView, DetachForm, DraftView, SaveDraftForm } from "../bindings";
import { refuse } from "./decisions";
import { timeView, type World } from "./world";

/** The same limits as Rust has. */
const FILES_MAX = 3;
const FILE_BYTES_MAX = 5 * 1024 * 1024;

/** What a file begins with, by what it is. */
const BEGINNINGS: readonly [contentType: string, begins: string][] = [
  ["application/pdf", "%PDF-"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/png", "\x89PNG"],
];

export function draftView(world: World, requestId: string): DraftView | null {
  const draft = world.drafts.get(requestId);
  if (draft === undefined) return null;
  const { text, attachments, atMs } = draft;
  return { requestId, text, attachments: [...attachments], savedAt: timeView(atMs, world.nowMs) };
}

export function saveDraft(world: World, { requestId, text }: SaveDraftForm): DraftView | null {
  keep(world, requestId, text, attachedTo(world, requestId));
  return draftView(world, requestId);
}

/** Takes a file into the draft of its request; what it is is told by how it begins, never by its name. */
export function attach(world: World, { requestId, name, content }: AttachForm): DraftView {
  if (!world.requests.has(requestId)) throw refuse({ kind: "not-found" });
  const before = attachedTo(world, requestId);
  const bytes = atob(content);
  const contentType = BEGINNINGS.find(([, begins]) => bytes.startsWith(begins))?.[0];
  if (before.length >= FILES_MAX) throw wrong("attachment-too-many");
  if (bytes.length === 0) throw wrong("attachment-empty");
  if (bytes.length > FILE_BYTES_MAX) throw wrong("attachment-too-large");
  if (contentType === undefined) throw wrong("attachment-kind");
  world.filesTaken += 1;
  const file = { id: `file-${world.filesTaken}`, name, contentType, bytes: bytes.length };
  return keep(world, requestId, textOf(world, requestId), [...before, file]);
}

export function detach(world: World, { requestId, id }: DetachForm): DraftView {
  const left = attachedTo(world, requestId).filter((file) => file.id !== id);
  return keep(world, requestId, textOf(world, requestId), left);
}

/** The files of a reply: only those of the draft of the same request can go with it. */
export function filesOf(world: World, requestId: string, ids: readonly string[]): AttachmentView[] {
  return ids.map((id) => {
    const file = attachedTo(world, requestId).find((entry) => entry.id === id);
    if (file === undefined) throw refuse({ kind: "not-found" });
    return file;
  });
}

function keep(world: World, requestId: string, text: string, attachments: AttachmentView[]): DraftView {
  if (text === "" && attachments.length === 0) world.drafts.delete(requestId);
  else world.drafts.set(requestId, { text, attachments, atMs: world.nowMs });
  return { requestId, text, attachments, savedAt: timeView(world.nowMs, world.nowMs) };
}

function attachedTo(world: World, requestId: string): AttachmentView[] {
  return world.drafts.get(requestId)?.attachments ?? [];
}

function textOf(world: World, requestId: string): string {
  return world.drafts.get(requestId)?.text ?? "";
}

function wrong(problem: string) {
  return refuse({ kind: "invalid", field: "attachment", problem });
}
