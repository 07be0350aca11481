/** Gives every screen the host, and the one way to ask it something and hear when the answer has changed. */

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { type CommandError, commandError, type Host, type Topic } from "./host";

const HostContext = createContext<Host | null>(null);

type HostProviderProps = { host: Host; children: ReactNode };

export function HostProvider({ host, children }: HostProviderProps) {
  return <HostContext value={host}>{children}</HostContext>;
}

export function useHost(): Host {
  const host = useContext(HostContext);
  if (host === null) throw new Error("no host is provided");
  return host;
}

export type Asked<T> =
  | { state: "asking" }
  | { state: "failed"; error: CommandError }
  | { state: "here"; value: T };

type Held<T> = { key: string; asked: Asked<T> };

/**
 * Asks the host and asks again when one of `topics` changes.
 *
 * `key` names the question: while it stays, the last answer stays in sight until the next arrives. Changes that come
 * while an answer is on its way are answered together by one more question.
 */
export function useAsked<T>(key: string, topics: readonly Topic[], ask: (host: Host) => Promise<T>) {
  const host = useHost();
  const [held, setHeld] = useState<Held<T>>({ key, asked: { state: "asking" } });
  const current = useRef(key);
  const askNow = useEffectEvent(async (): Promise<void> => {
    const forKey = key;
    try {
      const value = await ask(host);
      if (current.current === forKey) setHeld({ key: forKey, asked: { state: "here", value } });
    } catch (error) {
      if (current.current === forKey)
        setHeld({ key: forKey, asked: { state: "failed", error: commandError(error) } });
    }
  });
  const again = useRef<() => Promise<void>>(async () => {});
  const isOurs = useEffectEvent((changed: readonly Topic[]) =>
    changed.some((topic) => topics.includes(topic)),
  );

  useEffect(() => {
    current.current = key;
    const run = coalesce(() => askNow());
    again.current = run;
    void run();
    return host.onChanged((event) => {
      if (isOurs(event.topics)) void run();
    });
  }, [host, key]);

  const asked: Asked<T> = held.key === key ? held.asked : { state: "asking" };
  return { asked, again: () => again.current() };
}

/** One run at a time; calls during a run share one more run after it. */
export function coalesce(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = run().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return start();
    next ??= running.then(() => {
      next = null;
      return start();
    });
    return next;
  };
}
