// History: a row of squares, the newest at the right; each has a colour and a height of its own.
import { html } from "../view.js";

const SLOTS = 48;

export function History({ states }) {
  const counts = Object.entries(grouped(states)).map(([state, found]) => `${found.length} ${state}`);
  return html`<span class="history" role="img" aria-label="Checks: ${counts.join(", ")}">
    ${Array.from({ length: Math.max(0, SLOTS - states.length) }, () => html`<i></i>`)}
    ${states.map((state) => html`<i data-status=${state} title=${state}></i>`)}
  </span>`;
}

function grouped(states) {
  const groups = {};
  for (const state of states) (groups[state] ??= []).push(state);
  return groups;
}
