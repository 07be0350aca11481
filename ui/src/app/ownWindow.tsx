/** The reader's own window as the main window sees it: whether it is there, the way to it, and what it is to show. */

import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useState } from "react";
import { FailureDialog } from "../components/FailureDialog";
import { useAsked, useHost } from "../host/context";
import { readerWindowWords } from "../words/readerWindow";

export type OwnWindow = {
  open: boolean;
  /** Opens the window, or closes it. */
  toggle: () => void;
  /** It could not be told what to show. */
  onLost: () => void;
};

type Problem = "toggle" | "show";

const { problem: words } = readerWindowWords;

const Context = createContext<OwnWindow>({
  open: false,
  toggle: () => undefined,
  onLost: () => undefined,
});

export function useOwnWindow(): OwnWindow {
  return useContext(Context);
}

type OwnWindowProviderProps = { children: ReactNode };

export function OwnWindowProvider({ children }: OwnWindowProviderProps) {
  const host = useHost();
  const { asked } = useAsked("reader-window", ["reader-window"], (from) => from.readerWindow());
  const [problem, setProblem] = useState<Problem | null>(null);
  const open = asked.state === "here" && asked.value.open;

  const toggle = () => void host.toggleReaderWindow().catch(() => setProblem("toggle"));
  const onLost = () => setProblem("show");

  return (
    <Context value={{ open, toggle, onLost }}>
      {children}
      {problem !== null && (
        <FailureDialog
          title={words.title}
          what={words[problem]}
          safe={problem === "show" ? words.showSafe : words.toggleSafe}
          close={words.close}
          onClose={() => setProblem(null)}
        />
      )}
    </Context>
  );
}

/**
 * Shows the open request in the reader's own window as well.
 *
 * Said again when that window opens, so that it never begins on a request whose opening it missed.
 */
export function useShowInReader(requestId: string): void {
  const host = useHost();
  const reader = useOwnWindow();
  const { open } = reader;
  const onLost = useEffectEvent(reader.onLost);
  useEffect(() => {
    host.showInReader({ id: requestId }).catch(() => {
      // A window that is not there misleads nobody.
      if (open) onLost();
    });
  }, [host, requestId, open]);
}
