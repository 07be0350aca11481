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

export type PlaceContext = {
  place: Place;
  go: (place: Place) => void;
  /** The words in the search field. */
  search: string;
  /** Opens a view with words in the search field. */
  lookFor: (view: ViewId, words: string) => void;
};

const Context = createContext<PlaceContext>({
  place: { kind: "view", view: "unassigned" },
  go: () => {},
  search: "",
  lookFor: () => {},
});

export const PlaceProvider = Context;

export function usePlace(): PlaceContext {
  return useContext(Context);
}
