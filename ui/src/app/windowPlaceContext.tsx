/** Gives every screen the one place that knows how the window stands, and says when its text has another size. */

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useHost } from "../host/context";
import type { SessionView } from "../host/host";
import { useTextSize } from "./useTextSize";
import { WindowPlace } from "./windowPlace";

const Context = createContext<WindowPlace | null>(null);

type WindowPlaceProviderProps = {
  /** Null while it is not known. */
  session: SessionView | null;
  children: ReactNode;
};

export function WindowPlaceProvider({ session, children }: WindowPlaceProviderProps) {
  const host = useHost();
  const [place] = useState(() => new WindowPlace(host));
  useEffect(() => {
    if (session !== null) place.heard(session);
  }, [place, session]);
  const said = useTextSize(place, session);
  return (
    <Context value={place}>
      {children}
      <p className="sr" role="status">
        {said}
      </p>
    </Context>
  );
}

export function useWindowPlace(): WindowPlace {
  const place = useContext(Context);
  if (place === null) throw new Error("nobody knows how the window stands");
  return place;
}
