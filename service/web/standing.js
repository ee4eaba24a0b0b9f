// Standing: how one service stands. Pure.

const MISSED = 3;
const SLACK_S = 5;

/** `fresh`, `stale`, `overdue` (updates stay away), `missing` (no source answers) or `waiting` (nothing came yet). */
export function standing(entry, interval_s, now) {
  if (!entry?.data) return entry?.error ? "missing" : "waiting";
  if (entry.data.stale) return "stale";
  // A gateway may publish more slowly than its contract says; then the pace that was seen counts.
  const pace_s = Math.max(interval_s ?? Infinity, entry.pace_s ?? 0);
  return (now - Date.parse(entry.at)) / 1000 > MISSED * pace_s + SLACK_S ? "overdue" : "fresh";
}
