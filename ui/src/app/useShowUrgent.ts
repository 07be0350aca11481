import { useEffect, useEffectEvent } from "react";
import { isUnderDialog } from "../core/overlay";
import { useHost } from "../host/context";

/** A click on a notification leads to the urgent requests; whoever is `busy` stays where they are, with the window in front. */
export function useShowUrgent(busy: boolean, show: () => void): void {
  const host = useHost();
  const asked = useEffectEvent(() => {
    if (!busy && !isUnderDialog()) show();
  });
  useEffect(() => host.onShowUrgent(() => asked()), [host]);
}
