// History: a row of squares, the newest at the right; each has a colour and a height of its own.
import { time } from "../format.js";
import { html } from "../view.js";

const SLOTS = 48;

/** `checks`: {at, status}, the oldest first. */
export function History({ checks }) {
  const counts = {};
  for (const { status } of checks) counts[status] = (counts[status] ?? 0) + 1;
  const summary = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  return html`<span class="history" role="img" aria-label="Checks: ${summary.join(", ")}">
    ${Array.from({ length: Math.max(0, SLOTS - checks.length) }, () => html`<i></i>`)}
    ${checks.map(({ at, status }) => html`<i data-status=${status} title="${time(at)}: ${status}"></i>`)}
  </span>`;
}
