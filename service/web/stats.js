// Stats: /ws/stats, asked every few seconds while somebody looks.
import { ask } from "./access.js";
import { link } from "./store.js";
import { signal } from "./view.js";

const PERIOD_MS = 5_000;

/** {total_connections, clients, subscription_counts}, null until it is known. */
export const stats = signal(null);

export function watch() {
  setInterval(refresh, PERIOD_MS);
  addEventListener("visibilitychange", refresh);
  link.subscribe(({ phase }) => phase === "open" && refresh());
}

async function refresh() {
  if (document.hidden || link.value.phase !== "open") return;
  const { status, body } = await ask("/ws/stats");
  if (status === 200) stats.value = body.data;
}
