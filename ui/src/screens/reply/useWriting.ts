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

/**
 * Whoever writes is named by the claim that is there; the person may write in spite of it.
 *
 * Who may write keeps it: a claim that comes later takes nothing away from somebody who is writing already.
 */
export function useWriting(request: RequestView): Writing {
  const host = useHost();
  const { id } = request;
  const theirs = request.claim === null || request.claim.mine ? null : request.claim;
  const [may, setMay] = useState(theirs === null);
  const [lockedBy, setLockedBy] = useState(theirs?.by ?? null);
  const [anyway, setAnyway] = useState(false);
  if (!may && theirs === null) setMay(true);
  if (!may && theirs !== null && theirs.by !== lockedBy) setLockedBy(theirs.by);
  const isLocked = !may && !anyway && theirs !== null;
  const form = useEffectEvent(() => ({ opId: newOpId(Date.now()), requestId: id }));

  // A claim that cannot be saved stops nobody from writing: it only spares double work.
  const isFree = theirs === null;
  useEffect(() => {
    if (isFree) void host.startWriting(form()).catch(() => null);
  }, [host, isFree]);
  useEffect(
    () => () => {
      void host.stopWriting(form()).catch(() => null);
    },
    [host],
  );

  return {
    by: isLocked ? theirs : null,
    freedBy: may && !anyway ? lockedBy : null,
    writeAnyway: () => setAnyway(true),
  };
}
