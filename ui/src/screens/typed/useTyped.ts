import { useHost } from "../../host/context";
import type { TypedView } from "../../host/host";
import { type KeptText, useKeptText } from "./useKeptText";

/** Texts on their way to Rust, by where they are typed: a form that opens again meanwhile waits for them. */
const underWay = new Map<string, Promise<unknown>>();

type TypedNeed = {
  /** Puts a text that was kept into the form it has now. */
  renew?: (text: string) => Promise<string>;
  join?: (kept: string, typed: string) => string;
};

/** What somebody types in a form that is no reply: `note:` or `chase:` and a request's id, or `enter`. */
export function useTyped(place: string, { renew, join }: TypedNeed = {}): KeptText {
  const host = useHost();

  async function load(): Promise<TypedView | null> {
    await underWay.get(place)?.catch(() => undefined);
    const kept = await host.typed({ place });
    return kept === null || renew === undefined ? kept : { ...kept, text: await renew(kept.text) };
  }

  async function save(text: string): Promise<TypedView | null> {
    const saving = host.keepTyped({ place, text });
    underWay.set(place, saving);
    try {
      await saving;
    } finally {
      if (underWay.get(place) === saving) underWay.delete(place);
    }
    return text === "" ? null : host.typed({ place });
  }

  return useKeptText({ about: place, load, save, join });
}
