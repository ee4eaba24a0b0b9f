// Backoff: how long to wait before the next attempt. Pure.

const FIRST_MS = 1_000;
const LAST_MS = 30_000;

/** Random, so that not everybody comes back in the same second; twice as long after each attempt, up to half a minute. */
export function delay(attempt, random = Math.random()) {
  const most = Math.min(LAST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(most * (0.5 + random / 2));
}
