// Troubles: what is not as it should be, and why. Pure.
import { plain, source } from "./format.js";

const ORDER = ["missing", "stale", "overdue"];

/** {service, standing, why}: of each service without fresh data, the worst first. */
export function lacks(services, standings, pools, providers) {
  return Object.entries(standings)
    .filter(([, state]) => ORDER.includes(state))
    .sort(([, one], [, other]) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map(([service, state]) => ({ service, standing: state, why: why(state, service, services[service], pools, providers) }));
}

function why(state, service, entry, pools, providers) {
  if (state === "missing") return gathered(plain(entry.error).replace(/^No data for \w+ yet: /, ""));
  if (state === "overdue") return "Its updates stay away, though the connection is alive.";
  const asked = Object.values(pools).filter((pool) => pool.service === service).flatMap((pool) => pool.available_sources ?? []);
  const failed = [...new Set(asked.map(source))].filter((name) => providers[name]?.last_error);
  // For people the kind of the error says nothing that the text behind it does not say.
  const told = failed.map((name) => `${name}: ${providers[name].last_error.replace(/^[A-Z][A-Za-z]+: /, "")}`);
  return gathered(told.join("; ")) || "None of its sources has given anything newer.";
}

/** `a: HTTP 503; b: HTTP 503` as `a, b: HTTP 503`; what is not written so stays as it is. */
function gathered(text) {
  const parts = text.split("; ").map((part) => /^([\w.-]+): (.+)$/.exec(part));
  if (parts.some((part) => part === null)) return text;
  const named = new Map();
  for (const [, name, reason] of parts) named.set(reason, new Set([...(named.get(reason) ?? []), name]));
  return [...named].map(([reason, names]) => `${[...names].join(", ")}: ${reason}`).join("; ");
}

/** {pool, service, serving, preferred, why, back}: of each pool that another source serves than the preferred one. */
export function standIns(pools) {
  return Object.entries(pools)
    .filter(([, pool]) => pool.active_source && pool.fail_back)
    .map(([name, pool]) => ({
      pool: name,
      service: pool.service,
      serving: source(pool.active_source),
      preferred: source(pool.preferred_source),
      why: pool.last_failover ? plain(pool.last_failover.reason) : "It has not answered since the gateway started.",
      back: plain(pool.fail_back),
    }));
}
