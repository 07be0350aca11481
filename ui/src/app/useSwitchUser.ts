/** Leaves the desk to the next person; what was being typed is kept for the one who typed it first. */

import { useHost } from "../host/context";
import { keepAllTyped } from "../screens/typed/useKeptText";

export function useSwitchUser(): () => void {
  const host = useHost();
  return () => {
    keepAllTyped()
      .then(() => host.switchUser())
      .catch(() => undefined);
  };
}
