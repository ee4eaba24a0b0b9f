// Condition: in one word and one sentence, how things stand. Pure.

const MOST_NAMED = 3;

/**
 * {name, title, detail}; `until` is when the next attempt to connect begins.
 *
 * `standings`: how each service stands; `awaited`: whether a service that comes from outside has said nothing yet;
 * `title`: what a service, `provider`: what a provider is called.
 */
export function condition({ link, mode, services, standings, awaited, leaving, title, provider }) {
  if (link.phase !== "open") return apart(link, Object.values(services).some((entry) => entry.data), leaving);
  if (leaving) return { name: "draining", title: "Draining", detail: `${leaving.message}. The page reconnects by itself.` };
  const those = (wanted) => Object.keys(standings).filter((name) => standings[name] === wanted);
  const [missing, stale, overdue] = ["missing", "stale", "overdue"].map(those);
  // What the gateway says of itself is always fresh, and proves nothing about its sources.
  const fresh = those("fresh").filter((name) => "stale" in services[name].data);
  const list = (names) => names.map(title).join(", ");
  if (!fresh.length && !stale.length && !overdue.length && (awaited || !missing.length)) {
    const silent = missing.length ? ` So far none came for: ${list(missing)}.` : "";
    return { name: "empty", title: "No data yet", detail: `Connected; the first answers of the providers are awaited.${silent}` };
  }
  if (!fresh.length && !overdue.length && !awaited) return down(stale);
  if (stale.length || overdue.length) return { name: "stale", title: "Stale", detail: sentences([["Last good values only", stale], ["No update when it was due", overdue], ["No data at all", missing]], list) };
  if (missing.length) return { name: "partial", title: "Partial outage", detail: sentences([["No source answers for", missing]], list) };
  const health = services.health_checker?.data;
  const failing = Object.entries(health?.providers ?? {}).filter(([, state]) => ["degraded", "unhealthy"].includes(state?.status));
  if (failing.length) return degraded(failing, health.total_providers, provider);
  const waiting = those("waiting");
  const [all, still] = waiting.length ? ["All that has come is fresh", ` Awaited: ${list(waiting)}.`] : ["Everything is fresh", ""];
  return mode === "demo"
    ? { name: "live", title: "Live, simulated", detail: `${all}, and none of it is real: this is a demonstration.${still}` }
    : { name: "live", title: "Live", detail: `${all}.${still}` };
}

function sentences(parts, list) {
  return parts
    .filter(([, names]) => names.length)
    .map(([words, names]) => `${words}: ${list(names)}.`)
    .join(" ");
}

function degraded(failing, total, provider) {
  const named = failing.slice(0, MOST_NAMED).map(([name]) => provider(name));
  const more = failing.length > MOST_NAMED ? ` and ${failing.length - MOST_NAMED} more` : "";
  return { name: "degraded", title: "Degraded", detail: `${failing.length} of ${total} providers in trouble: ${named.join(", ")}${more}. All values are fresh all the same.` };
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
    lost: lost(link.code, leaving),
  };
  return { name: "reconnecting", title: "Reconnecting", detail: `${causes[link.cause]}${hasData ? " Values are those from before." : ""}`, until: link.until };
}

function lost(code, leaving) {
  if (leaving || code === 1012 || code === 1001) return "The gateway went away to restart.";
  return code === 1013 ? "The gateway closed the connection: this page read too slowly." : "The connection was lost.";
}

function ended(link) {
  return link.cause === "token"
    ? { name: "locked", title: "A token is needed", detail: link.hadToken ? "The gateway does not accept this one, or not any more." : "This gateway asks who you are." }
    : { name: "ended", title: "Closed by the gateway", detail: `It does not want this page back: ${link.reason || "no reason given"} (close code ${link.code}).` };
}
