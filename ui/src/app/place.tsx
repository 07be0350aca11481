/** Where in the desk the person is. The place is the route: it holds nothing that Rust should know. */

import { createContext, useContext } from "react";
import type { ViewId } from "../host/host";

export type Place =
  | { kind: "view"; view: ViewId; requestId?: string }
  | { kind: "attention" }
  | { kind: "workload" }
  | { kind: "settings"; section?: SettingsSection };

/** The parts of Settings. */
export type SettingsSection = "yours" | "routes" | "templates" | "outcomes" | "record" | "copy";

export type PlaceContext = { place: Place; go: (place: Place) => void };

const Context = createContext<PlaceContext>({ place: { kind: "view", view: "unassigned" }, go: () => {} });

export const PlaceProvider = Context;

export function usePlace(): PlaceContext {
  return useContext(Context);
}
