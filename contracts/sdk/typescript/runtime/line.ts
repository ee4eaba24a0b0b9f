/** Line: a connection that is made again whenever it is lost. */

import { delayMs } from "./backoff.js";
import { after, now } from "./clock.js";
import { Connection } from "./connection.js";
import type { StateChange } from "./events.js";
import type { Settings } from "./options.js";
import type { Socket } from "./socket.js";

/** What happens on a line. */
export interface LineListener {
  heard(data: unknown): void;
  /** The connection has ended. A change follows. */
  lost(code: number, reason: string): void;
  changed(change: StateChange): void;
}

const NORMAL = 1000;
const ABNORMAL = 1006;

export class Line {
  readonly #dial: () => Socket;
  readonly #isFinal: (code: number, reason: string) => boolean;
  readonly #settings: Settings;
  readonly #listener: LineListener;
  #change: StateChange | { readonly state: "idle" } = { state: "idle" };
  #connection: Connection | undefined;
  #openedAt: number | undefined;
  #attempts = 0;
  #failures = 0;
  #cancelWait = (): void => undefined;

  constructor(
    dial: () => Socket,
    isFinal: (code: number, reason: string) => boolean,
    settings: Settings,
    listener: LineListener,
  ) {
    this.#dial = dial;
    this.#isFinal = isFinal;
    this.#settings = settings;
    this.#listener = listener;
  }

  /** The latest change; `idle` before the first. */
  get change(): StateChange | { readonly state: "idle" } {
    return this.#change;
  }

  /** Try to connect. A mistake of the user's, such as a URL that is none, ends the line. */
  attempt(): void {
    this.#attempts += 1;
    this.#openedAt = undefined;
    try {
      this.#connection = new Connection(this.#dial(), this.#settings.connectTimeoutMs, {
        heard: (data) => this.#listener.heard(data),
        ended: (code, reason) => this.#lost(code, reason),
      });
    } catch (error) {
      this.#end(ABNORMAL, error instanceof Error ? error.message : String(error));
      return;
    }
    this.#become({ state: "connecting", attempt: this.#attempts });
  }

  /** The gateway speaks: the attempt has succeeded. */
  open(): void {
    this.#connection?.greeted();
    this.#attempts = 0;
    this.#openedAt = now();
    this.#become({ state: "open" });
  }

  send(text: string): void {
    this.#connection?.send(text);
  }

  /** Give up the connection, as if it had been lost. */
  drop(reason: string): void {
    this.#connection?.drop(reason);
  }

  /** Close for good. */
  close(): void {
    const connection = this.#connection;
    this.#end(NORMAL, "closed by the client");
    connection?.close();
  }

  #lost(code: number, reason: string): void {
    this.#connection = undefined;
    this.#listener.lost(code, reason);
    if (this.#isFinal(code, reason) || this.#attempts >= this.#settings.maxAttempts) {
      this.#end(code, reason);
    } else {
      this.#wait(code, reason);
    }
  }

  #wait(code: number, reason: string): void {
    const { backoff } = this.#settings;
    // A gateway that greets and fails at once must not be asked again without a pause.
    if (this.#openedAt !== undefined && now() - this.#openedAt >= backoff.maxMs) {
      this.#failures = 0;
    }
    const waitMs = delayMs(backoff, this.#failures);
    this.#failures += 1;
    this.#cancelWait = after(waitMs, () => this.attempt());
    this.#become({ state: "waiting", delayMs: waitMs, code, reason });
  }

  #end(code: number, reason: string): void {
    if (this.#change.state !== "closed") {
      this.#connection = undefined;
      this.#cancelWait();
      this.#become({ state: "closed", code, reason });
    }
  }

  #become(change: StateChange): void {
    this.#change = change;
    this.#listener.changed(change);
  }
}
