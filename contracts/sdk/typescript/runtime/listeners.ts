/** Listeners: who wants to hear of what. */

import { after } from "./clock.js";

interface Listener {
  readonly hear: (event: never) => void;
}

/** Handlers by the name of what they handle. Which name goes with which type is the client's to know. */
export class Listeners {
  readonly #listeners = new Map<string, Set<Listener>>();

  /** Add a handler. Returns what takes it away again. */
  add(name: string, hear: (event: never) => void): () => void {
    const listener = { hear };
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Call the handlers of a name, in the order in which they were added.
   *
   * As with events of the platform, what a handler throws ends neither the others nor the client: it is thrown again
   * where nothing can catch it.
   */
  tell(name: string, event: unknown): void {
    const listeners = this.#listeners.get(name) ?? new Set();
    for (const listener of [...listeners]) {
      if (listeners.has(listener)) {
        try {
          (listener.hear as (event: unknown) => void)(event);
        } catch (error) {
          after(0, () => {
            throw error;
          });
        }
      }
    }
  }
}
