/** Connection: one WebSocket, from the attempt to its end. */

import { after } from "./clock.js";
import type { Socket } from "./socket.js";

/** What happens to a connection. */
export interface ConnectionListener {
  heard(data: unknown): void;
  /** Called once, and nothing afterwards. `code` is 1006 where no close frame came. */
  ended(code: number, reason: string): void;
}

const NORMAL = 1000;
const ABNORMAL = 1006;
const CLOSE_TIMEOUT_MS = 1000;
const FAILURE_TIMEOUT_MS = 100;

export class Connection {
  readonly #socket: Socket;
  readonly #listener: ConnectionListener;
  #cancelTimeout: () => void;
  #trouble = "";

  /** @param timeoutMs How long the gateway may take until `greeted` is called. */
  constructor(socket: Socket, timeoutMs: number, listener: ConnectionListener) {
    this.#socket = socket;
    this.#listener = listener;
    this.#cancelTimeout = after(timeoutMs, () => this.drop(`no greeting within ${timeoutMs} ms`));
    socket.onmessage = (event: { data: unknown }): void => listener.heard(event.data);
    socket.onerror = (event: { message?: unknown }): void => {
      this.#trouble = typeof event.message === "string" ? event.message : "";
      // The close event should follow at once. Node's own socket has been seen to forget it when an attempt fails.
      this.#cancelTimeout();
      this.#cancelTimeout = after(FAILURE_TIMEOUT_MS, () => this.drop(this.#trouble));
    };
    socket.onclose = (event: { code: number; reason: string }): void => {
      this.#end(event.code, event.reason || this.#trouble);
    };
  }

  /** The gateway speaks: the attempt has succeeded. */
  greeted(): void {
    this.#cancelTimeout();
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Give it up at once, with a reason of our own. */
  drop(reason: string): void {
    this.#detach();
    if (this.#socket.terminate === undefined) {
      this.#socket.close();
    } else {
      this.#socket.terminate();
    }
    this.#listener.ended(ABNORMAL, reason);
  }

  /** Close it because it is not needed any more. The listener hears nothing of it. */
  close(): void {
    this.#detach();
    this.#socket.onclose = after(CLOSE_TIMEOUT_MS, () => this.#socket.terminate?.());
    this.#socket.close(NORMAL);
  }

  #end(code: number, reason: string): void {
    this.#detach();
    this.#listener.ended(code, reason);
  }

  #detach(): void {
    this.#cancelTimeout();
    this.#socket.onmessage = null;
    this.#socket.onclose = null;
    // `ws` throws an error that nobody listens to, and one may still come.
    this.#socket.onerror = (): void => undefined;
  }
}
