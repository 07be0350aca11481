/** Sends a decision on exactly what is on screen. */

import { useRef } from "react";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import { commandError, type DecisionForm } from "../../host/host";
import { errorText } from "../../words/errors";
import type { NoticeText } from "./Notice";
import type { OpenRequest } from "./useOpenRequest";

/** The function it gives says whether the decision was saved; one goes at a time. */
export function useDecide(open: OpenRequest, setNotice: (notice: NoticeText | null) => void) {
  const host = useHost();
  const busy = useRef(false);
  return async (decision: DecisionForm): Promise<boolean> => {
    if (busy.current || open.request === null) return false;
    busy.current = true;
    const { id } = open.request;
    try {
      const now = await open.settled();
      if (now === null || now.id !== id) return false;
      await open.expecting(async () => {
        await host.decide({ opId: newOpId(Date.now()), requestId: id, seen: now.seen, decision });
      });
      setNotice(null);
      return true;
    } catch (error) {
      setNotice({ bold: errorText(commandError(error)), text: "" });
      return false;
    } finally {
      busy.current = false;
    }
  };
}
