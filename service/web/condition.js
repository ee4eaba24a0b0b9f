// Condition: in one word and one sentence, how things stand. Pure.

/** Of the services that come from outside: those without data, and those whose data is too old. */
export function census(services) {
  const entries = Object.entries(services);
  const missing = entries.filter(([, entry]) => entry.error && !entry.data).map(([name]) => name);
  const outside = entries.filter(([, entry]) => entry.data && "stale" in entry.data);
  const stale = outside.filter(([, entry]) => entry.data.stale).map(([name]) => name);
  return { missing, stale, fresh: outside.length - stale.length };
}

/** {name, title, detail}; `until` is when the next attempt to connect begins. */
export function condition({ link, mode, services, leaving, title }) {
  if (link.phase !== "open") return apart(link, Object.keys(services).length > 0, leaving);
  if (leaving) return { name: "draining", title: "Draining", detail: `${leaving.message}. The page reconnects by itself.` };
  const { missing, stale, fresh } = census(services);
  const health = services.health_checker?.data;
  if (!fresh && !stale.length && !missing.length) {
    return { name: "empty", title: "No data yet", detail: "Connected; the first answers of the providers are awaited." };
  }
  if (!fresh && (missing.length || stale.length)) return down(stale);
  const list = (found) => found.map(title).join(", ");
  if (stale.length) return { name: "stale", title: "Stale", detail: `Last good values only: ${list(stale)}${missing.length ? `; none at all: ${list(missing)}` : ""}.` };
  if (missing.length) return { name: "partial", title: "Partial outage", detail: `No source answers for: ${list(missing)}.` };
  const failing = (health?.unhealthy_count ?? 0) + (health?.degraded_count ?? 0);
  if (failing) return { name: "partial", title: "Partial outage", detail: `${failing} of ${health.total_providers} providers in trouble; others stand in, and all values are fresh.` };
  return mode === "demo"
    ? { name: "live", title: "Live, simulated", detail: "Everything is fresh, and none of it is real: this is a demonstration." }
    : { name: "live", title: "Live", detail: "All values are fresh." };
}

function down(stale) {
  const detail = stale.length
    ? "No source answers any more. What you see are the last good values."
    : "No source has answered since the gateway started.";
  return { name: "down", title: "Everything is down", detail };
}

function apart(link, hasData, leaving) {
  if (link.phase === "ended") return ended(link);
  if (link.phase === "connecting") {
    return hasData
      ? { name: "reconnecting", title: "Reconnecting", detail: "Opening the connection. Values are those from before." }
      : { name: "connecting", title: "Connecting", detail: "Opening the connection to the gateway." };
  }
  const causes = {
    unreachable: "The gateway does not answer.",
    leaving: "The gateway goes away to restart.",
    busy: "The gateway takes no more connections now.",
    refused: "The gateway refuses the connection: it takes no more, or GATEWAY_ALLOWED_ORIGINS lacks this page's address.",
    lost: leaving || link.code === 1012 ? "The gateway went away to restart." : "The connection was lost.",
  };
  return { name: "reconnecting", title: "Reconnecting", detail: `${causes[link.cause]}${hasData ? " Values are those from before." : ""}`, until: link.until };
}

function ended(link) {
  return link.cause === "token"
    ? { name: "locked", title: "A token is needed", detail: link.hadToken ? "The gateway does not accept this one, or not any more." : "This gateway asks who you are." }
    : { name: "ended", title: "Closed by the gateway", detail: `Close code ${link.code}: reload the page to try again.` };
}
