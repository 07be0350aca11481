/** What the practice and the person have set up: asked once for the whole desk, and heeded by its keys. */

import { createContext, type ReactNode, useContext, useLayoutEffect } from "react";
import { ariaKeys, type CommandId, type KeyMode, shownKey } from "../core/commands";
import { type Asked, useAsked } from "../host/context";
import type { SetupView } from "../host/host";
import { useKeyRouter } from "./keys";

type SetupAnswer = { asked: Asked<SetupView>; again: () => Promise<void> };

const Context = createContext<SetupAnswer>({ asked: { state: "asking" }, again: async () => {} });

type SetupProviderProps = { children: ReactNode };

export function SetupProvider({ children }: SetupProviderProps) {
  const router = useKeyRouter();
  const answer = useAsked("setup", ["setup", "session"], (host) => host.setup());
  const mode = modeOf(answer.asked);
  useLayoutEffect(() => {
    router.mode = mode;
    return () => {
      router.mode = "single-keys";
    };
  }, [router, mode]);
  return <Context value={answer}>{children}</Context>;
}

export function useSetup(): Asked<SetupView> {
  return useSetupAnswer().asked;
}

/** The same with the way to ask once more. */
export function useSetupAnswer(): SetupAnswer {
  return useContext(Context);
}

export function useKeyMode(): KeyMode {
  return modeOf(useSetup());
}

/** The keys of commands as they act for this person. */
export function useKeyNames() {
  const mode = useKeyMode();
  return {
    shownKey: (id: CommandId) => shownKey(id, mode),
    ariaKeys: (id: CommandId) => ariaKeys(id, mode),
  };
}

function modeOf(asked: Asked<SetupView>): KeyMode {
  return asked.state === "here" && !asked.value.singleKeys ? "no-single-keys" : "single-keys";
}
