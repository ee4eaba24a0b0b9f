/** The WebSocket of the platform, or one that is handed in: only what this package needs of it. */

import type { Contract } from "./contract.js";
import type { ClientOptions } from "./options.js";

/** What a `WebSocket` has in browsers, in Node and in `ws`. `never` lets each keep its own classes of events. */
export interface Socket {
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
  /** End at once, without the closing handshake. `ws` has it. */
  terminate?(): void;
}

/** A class of sockets, such as `WebSocket`. */
export type SocketConstructor = new (url: string) => Socket;

declare const globalThis: { readonly WebSocket?: SocketConstructor };

/**
 * Return what makes a new socket to an endpoint.
 *
 * @param url Where the gateway is, such as `ws://localhost:7860`.
 * @throws TypeError where the platform has no WebSocket, and none is handed in.
 */
export function dialling(url: string, contract: Contract, options: ClientOptions): () => Socket {
  const WebSocket = options.webSocket ?? globalThis.WebSocket;
  if (WebSocket === undefined) {
    throw new TypeError("This platform has no WebSocket: hand one in as the option `webSocket`, such as that of `ws`");
  }
  const address = url.replace(/\/+$/, "") + contract.path;
  return () => new WebSocket(address + query(contract, options));
}

function query({ tokenParameter }: Contract, { token }: ClientOptions): string {
  if (token === undefined || tokenParameter === null) {
    return "";
  }
  return `?${tokenParameter}=${encodeURIComponent(typeof token === "string" ? token : token())}`;
}
