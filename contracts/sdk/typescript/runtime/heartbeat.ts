/**
 * Heartbeat: notices a gateway that is silent although the connection is open.
 *
 * A process that hangs, or a network that swallows packets, closes no connection. So after a silence the gateway is
 * asked for a sign of life, and it is given up when none comes.
 */

import { after, now } from "./clock.js";

export interface HeartbeatOptions {
  /** How long the gateway may be silent before it is asked, in milliseconds. Read anew for each silence. */
  readonly quietMs: () => number;
  /** How long it may take to answer, in milliseconds. */
  readonly answerMs: number;
  /** Ask for a sign of life. */
  readonly ask: () => void;
  /** No sign of life came. */
  readonly giveUp: () => void;
}

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #state: "stopped" | "listening" | "asking" = "stopped";
  #heardAt = 0;
  #cancel = (): void => undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Begin with a new connection, whose greeting was heard. */
  start(): void {
    this.#listen();
  }

  /** Any frame is a sign of life. */
  heard(): void {
    this.#heardAt = now();
    if (this.#state === "asking") {
      this.#listen();
    }
  }

  /** Take note that `quietMs` has changed. */
  adjust(): void {
    if (this.#state === "listening") {
      this.#listen();
    }
  }

  stop(): void {
    this.#state = "stopped";
    this.#cancel();
  }

  #listen(): void {
    this.#cancel();
    const leftMs = this.#heardAt + this.#options.quietMs() - now();
    if (leftMs > 0) {
      this.#state = "listening";
      this.#cancel = after(leftMs, () => this.#listen());
    } else {
      this.#ask();
    }
  }

  #ask(): void {
    this.#state = "asking";
    this.#cancel = after(this.#options.answerMs, this.#options.giveUp);
    this.#options.ask();
  }
}
