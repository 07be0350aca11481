/** The reader's own window of the practice in memory: whether it is open, and what it shows. */

import type { ReaderWindowView, Topic } from "../bindings";

export class FakeReaderWindow {
  readonly #emit: (topics: Topic[]) => void;
  #view: ReaderWindowView;

  constructor(view: ReaderWindowView, emit: (topics: Topic[]) => void) {
    this.#view = view;
    this.#emit = emit;
  }

  view(): ReaderWindowView {
    return this.#view;
  }

  toggle(): ReaderWindowView {
    return this.#become({ ...this.#view, open: !this.#view.open });
  }

  /** Nothing is open yet for another person, or in another queue. */
  show(requestId: string | null): null {
    if (requestId !== this.#view.requestId) this.#become({ ...this.#view, requestId });
    return null;
  }

  #become(view: ReaderWindowView): ReaderWindowView {
    this.#view = view;
    this.#emit(["reader-window"]);
    return view;
  }
}
