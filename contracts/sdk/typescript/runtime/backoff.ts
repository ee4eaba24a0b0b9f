/** Backoff: how long to wait before connecting again. */

export interface Backoff {
  /** The longest first wait, in milliseconds. It doubles with each attempt. */
  readonly baseMs: number;
  /** The longest wait of all, in milliseconds. */
  readonly maxMs: number;
}

/**
 * Return milliseconds to wait, with full jitter: anything from nothing to the longest wait of this attempt, so that the
 * clients of a gateway that restarts do not come back all at once.
 *
 * @param failures How many attempts in a row have failed before.
 */
export function delayMs(backoff: Backoff, failures: number): number {
  return Math.random() * Math.min(backoff.maxMs, backoff.baseMs * 2 ** failures);
}
