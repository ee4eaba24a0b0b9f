// Stats: what the gateway says of itself over HTTP, asked every few seconds while somebody looks.
import { ask, read } from "./access.js";
import { quantile, samples, total } from "./exposition.js";
import { link } from "./store.js";
import { signal } from "./view.js";

const PERIOD_MS = 5_000;
/** The figures are some eighty kilobytes of text. */
const FIGURES_PERIOD_MS = 15_000;
const NO_FIGURES = { fanout_p95_ms: null, conflated: null, dropped: null, breakers: {} };

/** Of /ws/stats: {total_connections, clients, subscription_counts}, null until it is known. */
export const stats = signal(null);
/** Of /metrics, null and empty where that is not served: `breakers` says of each provider whether it is open. */
export const figures = signal(NO_FIGURES);

let isServed = true;

export function watch() {
  setInterval(refreshStats, PERIOD_MS);
  setInterval(refreshFigures, FIGURES_PERIOD_MS);
  addEventListener("visibilitychange", refresh);
  link.subscribe(({ phase }) => {
    if (phase !== "open") return;
    isServed = true;
    refresh();
  });
}

function refresh() {
  refreshStats();
  refreshFigures();
}

function isWatched() {
  return !document.hidden && link.value.phase === "open";
}

async function refreshStats() {
  if (!isWatched()) return;
  const { status, body } = await ask("/ws/stats");
  if (status === 200 && body?.data) stats.value = body.data;
}

/** A gateway without metrics, or without them for us, is asked again only after the next connect. */
async function refreshFigures() {
  if (!isServed || !isWatched()) return;
  const { status, text } = await read("/metrics");
  if (status >= 400 && status < 500 && status !== 429) {
    isServed = false;
    figures.value = NO_FIGURES;
  }
  if (status !== 200) return;
  const fanout_p95_s = quantile(text, "gateway_fanout_seconds", 0.95);
  figures.value = {
    fanout_p95_ms: fanout_p95_s === null ? null : fanout_p95_s * 1000,
    conflated: total(text, "gateway_updates_conflated_total"),
    dropped: total(text, "gateway_clients_dropped_total"),
    breakers: Object.fromEntries(samples(text, "gateway_breaker_open").map(({ labels, value }) => [labels.provider, value > 0])),
  };
}
