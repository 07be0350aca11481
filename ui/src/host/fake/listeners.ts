/** Those who listen to one kind of event. */

export class Listeners<T> {
  readonly #all = new Set<(event: T) => void>();

  /** Calls `listener` at each event; returns the way to stop. */
  readonly on = (listener: (event: T) => void): (() => void) => {
    this.#all.add(listener);
    return () => {
      this.#all.delete(listener);
    };
  };

  tell(event: T): void {
    for (const listener of this.#all) listener(event);
  }
}
