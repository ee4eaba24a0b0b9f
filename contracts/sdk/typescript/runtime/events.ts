/** Events: what a client tells its handlers. */

import type { Protocol } from "./contract.js";

/** Where the client is now. */
export type StateChange =
  /** It tries to connect. `attempt` counts from 1 since the last connection. */
  | { readonly state: "connecting"; readonly attempt: number }
  /** The gateway has greeted. */
  | { readonly state: "open" }
  /** The connection was lost, and it waits before it tries again. `code` is 1006 where no close frame came. */
  | { readonly state: "waiting"; readonly delayMs: number; readonly code: number; readonly reason: string }
  /** It is closed for good. */
  | { readonly state: "closed"; readonly code: number; readonly reason: string };

/** A service has been silent for too long. */
export interface Silence<Service> {
  readonly service: Service;
  /** Milliseconds since its last update, or since it was subscribed. */
  readonly silentMs: number;
}

/** The events of a client by name. The updates of a service have the service's name. */
export type ClientEvents<P extends Protocol> = P["updates"] & {
  /** An update of any service. */
  update: P["updates"][keyof P["updates"]];
  /** An error that is no reply of yours: such as a service that has no data. */
  error: P["error"];
  /** Anything that the gateway sends. */
  event: P["event"];
  /** A frame that this package does not know. A newer gateway may send some. */
  unknown: unknown;
  /** The client is somewhere else. */
  state: StateChange;
  /** A subscribed service has fallen silent. Told once for each silence. */
  stale: Silence<keyof P["updates"]>;
};
