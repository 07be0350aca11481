/** Sends a decision, or a route, on exactly what is on screen. */

import { useRef } from "react";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import { commandError, type DecisionForm } from "../../host/host";
import { errorText } from "../../words/errors";
import type { NoticeText } from "./Notice";
import type { OpenRequest } from "./useOpenRequest";

/** Decisions that a route makes at most. */
const ROUTE_DECISIONS_MAX = 3;

/** The functions it gives say whether what was decided was saved; one goes at a time. */
export function useDecide(open: OpenRequest, setNotice: (notice: NoticeText | null) => void) {
  const host = useHost();
  const busy = useRef(false);
  async function save(
    around: OpenRequest["expecting"],
    send: (requestId: string, seen: string) => Promise<unknown>,
  ): Promise<boolean> {
    if (busy.current || open.request === null) return false;
    busy.current = true;
    const { id } = open.request;
    try {
      const now = await open.settled();
      if (now === null || now.id !== id) return false;
      await around(async () => {
        await send(id, now.seen);
      });
      setNotice(null);
      return true;
    } catch (error) {
      setNotice({ bold: errorText(commandError(error)), text: "" });
      return false;
    } finally {
      busy.current = false;
    }
  }
  return {
    decide: (decision: DecisionForm, around: OpenRequest["expecting"]) =>
      save(around, (requestId, seen) =>
        host.decide({ opId: newOpId(Date.now()), requestId, seen, decision }),
      ),
    follow: (route: string) =>
      save(open.leaving, (requestId, seen) => {
        const opIds = Array.from({ length: ROUTE_DECISIONS_MAX }, () => newOpId(Date.now()));
        return host.routeRequest({ opIds, requestId, seen, route });
      }),
  };
}
