/** The options of a client, and what they are when nothing is said. */

import type { Backoff } from "./backoff.js";
import type { SocketConstructor } from "./socket.js";

export interface ClientOptions {
  /** The class of sockets, where the platform has none: such as `WebSocket` of the package `ws`. */
  readonly webSocket?: SocketConstructor;
  /** The access token, or what returns the one to use now: where tokens expire, a text ends the client. It travels in the URL, as browsers can set no headers. */
  readonly token?: string | (() => string);
  /** How long a reply may take, in milliseconds, the wait for a connection included. 10 seconds by default. */
  readonly commandTimeoutMs?: number;
  /** How long the gateway may take to greet, in milliseconds. 10 seconds by default. */
  readonly connectTimeoutMs?: number;
  /** The waits between attempts to connect. They grow from 1 second to 30 by default. */
  readonly backoff?: Backoff;
  /** After how many attempts in a row that fail the client gives up. Never by default. */
  readonly maxAttempts?: number;
  /** A service is stale after this many of its intervals without an update. 3 by default. */
  readonly staleIntervals?: number;
  /** What the intervals of the contract are multiplied by: for gateways that were started with a scale. 1 by default. */
  readonly intervalScale?: number;
  /** The longest silence before the gateway is asked for a sign of life, in milliseconds. 30 seconds by default. */
  readonly heartbeatMs?: number;
}

/** The options that have a default. */
export type Settings = Required<Omit<ClientOptions, "token" | "webSocket">>;

const DEFAULTS: Settings = {
  commandTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  backoff: { baseMs: 1_000, maxMs: 30_000 },
  maxAttempts: Infinity,
  staleIntervals: 3,
  intervalScale: 1,
  heartbeatMs: 30_000,
};

/** Fill in the defaults. An option that is undefined counts as not given. */
export function settings(options: ClientOptions): Settings {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS, ...(Object.fromEntries(given) as ClientOptions) };
}
