/** Claims the request while somebody writes, and says who else does. */

import { useEffect, useEffectEvent, useState } from "react";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import type { ClaimView, RequestView } from "../../host/host";

/** Whoever writes is named by the claim that is there; the person may write in spite of it. */
export function useWriting(request: RequestView): { by: ClaimView | null; writeAnyway: () => void } {
  const host = useHost();
  const { id } = request;
  const [anyway, setAnyway] = useState(false);
  // Whoever comes later takes nothing away from somebody who is writing already.
  const [wasTheirs] = useState(request.claim !== null && !request.claim.mine);
  const form = useEffectEvent(() => ({ opId: newOpId(Date.now()), requestId: id }));

  useEffect(() => {
    // A claim that cannot be saved stops nobody from writing: it only spares double work.
    void host.startWriting(form()).catch(() => null);
    return () => {
      void host.stopWriting(form()).catch(() => null);
    };
  }, [host, id]);

  const isTheirs = wasTheirs && request.claim !== null && !request.claim.mine && !anyway;
  const theirs = isTheirs ? request.claim : null;
  return { by: theirs, writeAnyway: () => setAnyway(true) };
}
