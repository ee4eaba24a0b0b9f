/** What a generated package tells the runtime of its endpoint: in types, and in values. */

/** The envelope of whatever the gateway sends. */
export interface Frame {
  service: string;
  type: string;
  data: object;
  timestamp: string;
}

/** An endpoint in types. */
export interface Protocol {
  /** The reply to each action. */
  replies: Record<string, Frame>;
  /** The update of each service, and the notices of `system`. */
  updates: Record<string, Frame>;
  /** Everything that the gateway sends. */
  event: Frame;
  /** What it sends when something is wrong. */
  error: Frame;
}

/** An endpoint in values. */
export interface Contract {
  readonly path: string;
  /** The seconds between two updates of each service of the endpoint. */
  readonly intervals: Readonly<Record<string, number>>;
  /** Whether connecting subscribes every service. */
  readonly auto: boolean;
  /** The type of the first frame. */
  readonly greeting: string;
  /** The type of the reply to each action. */
  readonly replies: Readonly<Record<string, string>>;
  /** The types of all frames. */
  readonly types: readonly string[];
  /** Whether a client may connect again after a close code. A code that is not listed does not forbid it. */
  readonly mayReconnect: Readonly<Record<number, boolean>>;
  /** The close code that says that the access token has expired; null where there is none. */
  readonly tokenExpired: number | null;
  readonly maxMessageBytes: number;
  /** The query parameter that carries the access token; null where there is none. */
  readonly tokenParameter: string | null;
}
