/**
 * What can go wrong.
 *
 *     GatewayError
 *     ├── CommandError        the gateway refused a command (generated: its codes are in the contract)
 *     ├── CommandTimeout      no reply came in time
 *     ├── MessageTooBig       the command is longer than the gateway reads; it was not sent
 *     ├── UnexpectedReply     the reply is not one that the contract allows
 *     ├── ConnectionLost      the connection ended before the reply came; the client connects again
 *     └── ConnectionClosed    the connection is closed for good
 */

/** The root of this package's errors. */
export class GatewayError extends Error {
  override readonly name: string = "GatewayError";
}

/** No reply came in time. */
export class CommandTimeout extends GatewayError {
  override readonly name = "CommandTimeout";
  readonly action: string;
  readonly timeoutMs: number;

  constructor(action: string, timeoutMs: number) {
    super(`No reply to ${action} within ${timeoutMs} ms`);
    this.action = action;
    this.timeoutMs = timeoutMs;
  }
}

/** The command is longer than the gateway reads. It was not sent: the gateway would close the connection for good. */
export class MessageTooBig extends GatewayError {
  override readonly name = "MessageTooBig";
  readonly action: string;
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(action: string, bytes: number, maxBytes: number) {
    super(`${action} takes ${bytes} bytes, and the gateway reads ${maxBytes} at most`);
    this.action = action;
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/** The reply is not one that the contract allows. */
export class UnexpectedReply extends GatewayError {
  override readonly name = "UnexpectedReply";
  readonly action: string;
  readonly type: string;

  constructor(action: string, type: string) {
    super(`${action} was answered with ${type}`);
    this.action = action;
    this.type = type;
  }
}

/** The connection ended before the reply came: whether the command was carried out is unknown. */
export class ConnectionLost extends GatewayError {
  override readonly name = "ConnectionLost";
  readonly action: string;
  readonly code: number;
  readonly reason: string;

  constructor(action: string, code: number, reason: string) {
    super(`The connection ended before the reply to ${action}: ${described(code, reason)}`);
    this.action = action;
    this.code = code;
    this.reason = reason;
  }
}

/** The connection is closed for good: by `close()`, by a code that forbids another one, or after too many attempts. */
export class ConnectionClosed extends GatewayError {
  override readonly name = "ConnectionClosed";
  readonly code: number;
  readonly reason: string;

  constructor(code: number, reason: string) {
    super(`The connection is closed: ${described(code, reason)}`);
    this.code = code;
    this.reason = reason;
  }
}

function described(code: number, reason: string): string {
  return reason === "" ? `${code}` : `${code} ${reason}`;
}
