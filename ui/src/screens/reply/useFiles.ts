/** The files that go with a reply: read and handed over one after the other, each with its wait, and what was refused. */

import { type RefObject, useEffect, useRef, useState } from "react";
import { FILES_MAX, problemOf, readBase64 } from "../../core/files";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import { type AttachmentView, commandError } from "../../host/host";
import { errorText } from "../../words/errors";
import { fileWords as words } from "../../words/files";
import { replyWords } from "../../words/reply";
import type { Draft } from "./useDraft";

type WaitingFile = { key: string; name: string };

type RefusedFile = { key: string; what: string; why: string };

export type Files = {
  attached: readonly AttachmentView[];
  /** Read, or handed over, in this order. */
  waiting: readonly WaitingFile[];
  refused: readonly RefusedFile[];
  /** Ids of files that are being taken out. */
  removing: readonly string[];
  /** Why no file can be chosen. */
  off: string | null;
  /** Opens the system's own window for choosing files. */
  picker: RefObject<HTMLInputElement | null>;
  choose: () => true;
  add: (chosen: Iterable<File>) => void;
  remove: (file: AttachmentView) => Promise<void>;
  forgetRefused: () => void;
};

export function useFiles(requestId: string, draft: Draft, isLocked: boolean): Files {
  const host = useHost();
  const [waiting, setWaiting] = useState<readonly WaitingFile[]>([]);
  const picker = useRef<HTMLInputElement>(null);
  const line = useRef(Promise.resolve());
  const left = useLeft();
  const { refused, refuse, forget } = useRefused();
  const { removing, remove } = useRemoving(requestId, draft, refuse, forget);
  const room = FILES_MAX - draft.attachments.length - waiting.length;
  const off = isLocked ? replyWords.offLocked : room <= 0 ? words.full : null;

  function add(chosen: Iterable<File>): void {
    forget();
    let taken = 0;
    for (const file of chosen) {
      const problem = taken >= room ? "attachment-too-many" : problemOf(file);
      if (isLocked) refuse(words.notAttached(file.name), replyWords.offLocked);
      else if (problem !== null) refuse(words.notAttached(file.name), problemText(problem));
      else {
        taken += 1;
        wait(file);
      }
    }
  }

  /** One after the other, so that they stand in the order they were chosen in and an old PC holds one at a time. */
  function wait(file: File): void {
    const key = newOpId(Date.now());
    setWaiting((before) => [...before, { key, name: file.name }]);
    line.current = line.current
      .then(() => handOver(file))
      .then(() => setWaiting((before) => before.filter((entry) => entry.key !== key)));
  }

  /** Whoever left the message may have left the desk too: what was not handed over by then goes nowhere. */
  async function handOver(file: File): Promise<void> {
    if (left.current) return;
    const content = await readBase64(file);
    if (left.current) return;
    if (content === null) return refuse(words.notAttached(file.name), words.notRead);
    try {
      draft.changed(await host.attach({ requestId, name: file.name, content }));
    } catch (thrown) {
      refuse(words.notAttached(file.name), errorText(commandError(thrown)));
    }
  }

  function choose(): true {
    if (off === null) picker.current?.click();
    return true;
  }

  const { attachments: attached } = draft;
  return { attached, waiting, refused, removing, off, picker, choose, add, remove, forgetRefused: forget };
}

type Refuse = (what: string, why: string) => void;

function useRefused() {
  const [refused, setRefused] = useState<readonly RefusedFile[]>([]);
  const refuse: Refuse = (what, why) =>
    setRefused((before) => [...before, { key: newOpId(Date.now()), what, why }]);
  return { refused, refuse, forget: () => setRefused([]) };
}

function useRemoving(requestId: string, draft: Draft, refuse: Refuse, forget: () => void) {
  const host = useHost();
  const [removing, setRemoving] = useState<readonly string[]>([]);

  async function remove({ id, name }: AttachmentView): Promise<void> {
    if (removing.includes(id)) return;
    setRemoving((before) => [...before, id]);
    forget();
    try {
      draft.changed(await host.detach({ requestId, id }));
    } catch (thrown) {
      refuse(words.notRemoved(name), errorText(commandError(thrown)));
    }
    setRemoving((before) => before.filter((entry) => entry !== id));
  }

  return { removing, remove };
}

/** True once the message is off the screen. */
function useLeft(): RefObject<boolean> {
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => {
      left.current = true;
    };
  }, []);
  return left;
}

function problemText(problem: string): string {
  return errorText({ kind: "invalid", field: "attachment", problem });
}
