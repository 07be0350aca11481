/**
 * How the window stands for whoever works here: which screen, and how large its text is. The host keeps both, with the
 * person; they are read anew before each change, because the reader's own window changes them too.
 */

import { USUAL_SIZE } from "../core/textSize";
import type { Host, PlaceView, SessionView } from "../host/host";
import { isRailView, type RailViewId } from "../screens/queue/views";

/** A screen to come back to. */
export type KeptScreen = RailViewId | "workload";

/** Where the desk opens: where the person left it, unless there is no such place any more. */
export function openingScreen({ place, firstView }: SessionView): PlaceView["view"] {
  return place !== null && isKept(place.view) ? place.view : firstView;
}

const isDone = () => true;
const isNotDone = () => false;

function isKept(screen: PlaceView["view"]): boolean {
  return screen === "workload" || isRailView(screen);
}

/** What became of a change of size. */
export type Resized = {
  percent: number;
  /** False where the host shows it and could not keep it. */
  kept: boolean;
};

export class WindowPlace {
  /** What is on screen, as far as this window knows. */
  #size = USUAL_SIZE;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The host has shown everything in the size of whoever works here; practising, and where nobody does, it has not. */
  heard({ place, practising, staff }: SessionView): void {
    if (place !== null) this.#size = place.zoomPercent;
    else if (!practising && staff !== null) this.#size = USUAL_SIZE;
  }

  /** Keeps a screen for the person of `session`; for nobody else who may have come since. */
  keepScreen(session: SessionView, screen: KeptScreen): Promise<void> {
    return this.#inTurn(async () => {
      const now = await this.#host.session();
      if (now.practising !== session.practising || now.staff?.id !== session.staff?.id) return;
      this.heard(now);
      if (openingScreen(now) === screen) return;
      await this.#host.keepPlace({ view: screen, zoomPercent: this.#size });
    });
  }

  /**
   * Shows everything in another size, and keeps it for the person who works here.
   *
   * Where nobody does, there is nothing kept to begin from.
   */
  resize(session: SessionView | null, to: (percent: number) => number): Promise<Resized> {
    return this.#inTurn(async () => {
      const now = session?.staff == null ? session : await this.#host.session().catch(() => session);
      if (now !== session && now !== null) this.heard(now);
      const percent = to(this.#size);
      this.#size = percent;
      const view = now === null ? "unassigned" : (now.place?.view ?? now.firstView);
      const keeping = this.#host.keepPlace({ view, zoomPercent: percent });
      return { percent, kept: await keeping.then(isDone, isNotDone) };
    });
  }

  /** Each change begins from what the one before it left. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(change);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
