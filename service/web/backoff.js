// Backoff: how long to wait before the next attempt. Pure.

const FIRST_MS = 1_000;
const LAST_MS = 30_000;

/**
 * Milliseconds. Random, so that not everybody comes back in the same second; twice as long after each attempt, up to
 * half a minute; never before the time that the gateway asked for.
 */
export function delay(attempt, least_s = 0, random = Math.random()) {
  const most = Math.min(LAST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(least_s * 1000 + most * (0.5 + random / 2));
}
