/** Claims the request while somebody writes, and says who else does. */

import { useEffect, useEffectEvent, useState } from "react";
import { newOpId } from "../../core/opid";
import { useHost } from "../../host/context";
import type { ClaimView, RequestView } from "../../host/host";

export type Writing = {
  /** Who writes instead; null when this person may. */
  by: ClaimView | null;
  /** Who wrote when this person came, and has stopped since. */
  freedBy: string | null;
  writeAnyway: () => void;
};

/** Whoever writes is named by the claim that is there; the person may write in spite of it. */
export function useWriting(request: RequestView): Writing {
  const host = useHost();
  const { id, claim } = request;
  const [anyway, setAnyway] = useState(false);
  // Whoever comes later takes nothing away from somebody who is writing already.
  const [first] = useState(claim !== null && !claim.mine ? claim.by : null);
  const form = useEffectEvent(() => ({ opId: newOpId(Date.now()), requestId: id }));
  const isTheirs = first !== null && claim !== null && !claim.mine;
  const isLocked = isTheirs && !anyway;

  useEffect(() => {
    if (isLocked) return;
    // A claim that cannot be saved stops nobody from writing: it only spares double work.
    void host.startWriting(form()).catch(() => null);
    return () => {
      void host.stopWriting(form()).catch(() => null);
    };
  }, [host, isLocked]);

  return {
    by: isLocked ? claim : null,
    freedBy: first !== null && !isTheirs && !anyway ? first : null,
    writeAnyway: () => setAnyway(true),
  };
}
