/** Ending: whether a client may connect again after the end of a connection, or of an attempt. */

import type { Contract } from "./contract.js";
import type { ClientOptions } from "./options.js";

/** What sockets of `ws` say of a handshake that is refused. Those of browsers and of Node do not tell why. */
const REFUSAL = /^Unexpected server response: (\d+)$/;
const FORBIDDEN = ["401", "403"];

/** Return what tells whether an end is final, by its close code and its reason. */
export function finality(contract: Contract, { token }: ClientOptions): (code: number, reason: string) => boolean {
  return (code, reason) =>
    contract.mayReconnect[code] === false ||
    // The same token would only be refused.
    (code === contract.tokenExpired && typeof token === "string") ||
    FORBIDDEN.includes(REFUSAL.exec(reason)?.[1] ?? "");
}
