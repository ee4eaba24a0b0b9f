// Status: a sign, a word and a colour; never a colour alone.
import { html } from "../view.js";

const SIGNS = {
  healthy: "●", degraded: "▲", unhealthy: "✕", unknown: "○", down: "✕", stale: "▲", fresh: "●", missing: "✕", waiting: "○",
  overdue: "▲", open: "✕", closed: "●", idle: "●", running: "▶", paused: "‖", failed: "✕", bullish: "▲", bearish: "▼", neutral: "●",
};

export function sign(status) {
  return SIGNS[status] ?? "○";
}

export function Status({ is, children }) {
  return html`<span class="status" data-status=${is}><span aria-hidden="true">${sign(is)}</span> ${children ?? is}</span>`;
}
