/** The request that is open: read again when it changes, and held back from deciding until a change has been seen. */

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { newOpId } from "../../core/opid";
import { useAsked, useHost } from "../../host/context";
import type { CommandError, RequestView } from "../../host/host";
import { changesBetween } from "../reader/changes";

/** A request counts as opened once it has been in front of a person this long, so that scrolling past opens nothing. */
export const OPENED_AFTER_MS = 800;

export type OpenRequest = {
  request: RequestView | null;
  error: CommandError | null;
  /** What somebody else changed since the person last looked. */
  changes: string[];
  acknowledge: () => void;
  /** The newest state, read now; changes that this runs are expected and need no acknowledgement. */
  expecting: (run: () => Promise<void>) => Promise<void>;
  /** The same where another request opens next: this one is not read again only to be left. */
  leaving: (run: () => Promise<void>) => Promise<void>;
  /** Waits until a "first opened" that is on its way has been written. */
  settled: () => Promise<RequestView | null>;
};

export function useOpenRequest(id: string | null, choseIt: boolean): OpenRequest {
  const host = useHost();
  const { asked, again } = useAsked(`request/${id ?? ""}`, ["request", "time"], async (from) =>
    id === null ? null : from.request({ id }),
  );
  const request = asked.state === "here" && asked.value?.id === id ? asked.value : null;
  const [seen, setSeen] = useState<RequestView | null>(null);
  const own = useRef(0);
  const newest = useRef<RequestView | null>(null);
  const opening = useRef<Promise<void>>(Promise.resolve());

  useLayoutEffect(() => {
    newest.current = request;
    if (id === null) setSeen(null);
    if (request === null) return;
    setSeen((before) => {
      const mine = before === null || before.id !== request.id || own.current > 0;
      return mine || changesBetween(before, request).length === 0 ? request : before;
    });
  }, [id, request]);

  /** What a person did themselves counts as seen when it is done, however late React draws it. */
  function takeAsSeen(done: RequestView | null) {
    if (done === null || newest.current?.id !== done.id) return;
    newest.current = done;
    setSeen((before) => (before?.id === done.id ? done : before));
  }

  async function leaving(run: () => Promise<void>): Promise<void> {
    own.current += 1;
    try {
      await run();
    } finally {
      own.current -= 1;
    }
  }

  const expecting: OpenRequest["expecting"] = (run) =>
    leaving(async () => {
      await run();
      if (id !== null) takeAsSeen(await host.request({ id }).catch(() => null));
      await again();
    });

  useFirstOpened(request, choseIt, (opening_) => {
    opening.current = opening_(expecting);
  });

  const changes = request !== null && seen?.id === request.id ? changesBetween(seen, request) : [];
  return {
    request,
    error: asked.state === "failed" ? asked.error : null,
    changes,
    acknowledge: () => setSeen(request),
    expecting,
    leaving,
    settled: async () => {
      await opening.current;
      return newest.current;
    },
  };
}

type Opening = (expecting: OpenRequest["expecting"]) => Promise<void>;

/** Writes "first opened" once the request has been read by a person who is at the window. */
function useFirstOpened(
  request: RequestView | null,
  choseIt: boolean,
  start: (opening: Opening) => void,
): void {
  const host = useHost();
  const [present, setPresent] = useState(false);
  const sent = useRef(new Set<string>());
  const begin = useRef(start);
  useLayoutEffect(() => {
    begin.current = start;
  });

  useEffect(() => {
    const touch = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("[data-scope]") !== null) setPresent(true);
    };
    window.addEventListener("keydown", touch, { capture: true });
    window.addEventListener("pointerdown", touch, { capture: true });
    return () => {
      window.removeEventListener("keydown", touch, { capture: true });
      window.removeEventListener("pointerdown", touch, { capture: true });
    };
  }, []);

  const id = request?.id ?? null;
  const due =
    request !== null && request.firstOpenedAt === null && request.closed === null && !request.readOnly;
  const counts = due && (choseIt || present);
  const shown = useRef({ id: "", at: 0 });
  useLayoutEffect(() => {
    if (shown.current.id !== (id ?? "")) shown.current = { id: id ?? "", at: performance.now() };
  }, [id]);
  const latest = useRef(request);
  useLayoutEffect(() => {
    latest.current = request;
  });
  useEffect(() => {
    if (!counts || id === null || sent.current.has(id)) return;
    const timer = setTimeout(
      () => {
        const now = latest.current;
        if (now === null || now.id !== id) return;
        sent.current.add(id);
        begin.current(async (expecting) => {
          const form = {
            opId: newOpId(Date.now()),
            requestId: id,
            seen: now.seen,
            decision: { kind: "first-opened" },
          } as const;
          await expecting(async () => {
            await host.decide(form);
          }).catch(() => {
            sent.current.delete(id);
          });
        });
      },
      Math.max(0, OPENED_AFTER_MS - (performance.now() - shown.current.at)),
    );
    return () => clearTimeout(timer);
  }, [host, id, counts]);
}
