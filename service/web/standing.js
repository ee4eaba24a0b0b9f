// Standing: how one service stands. Pure.

/** `fresh`, `stale`, `missing` (no source answers) or `waiting` (nothing came yet). */
export function standing(entry) {
  if (!entry?.data) return entry?.error ? "missing" : "waiting";
  return entry.data.stale ? "stale" : "fresh";
}
