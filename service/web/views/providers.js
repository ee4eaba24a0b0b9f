// Providers: how each has been since the page was opened, and who stood in for whom.
import { Guard } from "../parts/guard.js";
import { History } from "../parts/history.js";
import { Status } from "../parts/status.js";
import { Age } from "../parts/age.js";
import { Table } from "../parts/table.js";
import { dayTime, duration, milliseconds, plain, source, time, title, whole } from "../format.js";
import { standIns } from "../troubles.js";
import { figures } from "../stats.js";
import { checks, services } from "../store.js";
import { html, live, signal } from "../view.js";

const MOST = 100;

const chosen = signal(null);
const onlyTrouble = signal(false);

function Left({ budget }) {
  if (!budget) return html`<span class="faint">–</span>`;
  return html`<span class="budget"><meter min="0" max=${budget.limit} low=${budget.limit * 0.1} value=${budget.left} aria-label="Budget left"></meter> ${whole(budget.left)} of ${whole(budget.limit)} <small>in ${duration(budget.per_s)}${budget.exhausted_at && html`; empty at ${time(budget.exhausted_at)}`}</small></span>`;
}

function Breaker({ isOpen }) {
  if (isOpen === undefined) return html`<span class="faint">–</span>`;
  return html`<${Status} is=${isOpen ? "open" : "closed"} />`;
}

function Reason({ name, state, pools }) {
  const serving = Object.entries(pools)
    .filter(([, pool]) => source(pool.active_source) === name)
    .map(([pool]) => title(pool));
  const past = checks.value.map((check) => ({ at: check.at, ...check.states[name] })).filter((check) => check.status && check.status !== "healthy");
  return html`<div class="why">
    <p><strong>${state.last_error ?? "No failure on record."}</strong></p>
    ${figures.value.breakers[name] && html`<p>Its breaker is open: it is left alone for a while, and then asked once.</p>`}
    <p>${state.consecutive_failures ? `Failures in a row: ${whole(state.consecutive_failures)}. ` : ""}Last asked <${Age} of=${state.last_check} />, last good answer <${Age} of=${state.last_success} />. ${serving.length ? `Serves now: ${serving.join(", ")}.` : "Serves nothing now."}</p>
    ${past.length > 0 && html`<ul class="events">${past.slice(-8).reverse().map((check) => html`<li>${dayTime(check.at)} · <${Status} is=${check.status} /> · ${check.last_error ?? "slow answers"}</li>`)}</ul>`}
  </div>`;
}

function Row({ name, state, budget, pools }) {
  const isOpen = chosen.value === name;
  const toggle = () => (chosen.value = isOpen ? null : name);
  return html`<tr>
      <th scope="row"><button type="button" class="plain" aria-expanded=${isOpen} onClick=${toggle}>${title(name)}</button></th>
      <td><${Status} is=${state.status} /></td>
      <td><${Breaker} isOpen=${figures.value.breakers[name]} /></td>
      <td onClick=${toggle}><${History} checks=${checks.value.map((check) => ({ at: check.at, status: check.states[name]?.status ?? "unknown" }))} /></td>
      <td class="number">${milliseconds(state.response_time_p50_ms)}</td>
      <td class="number">${milliseconds(state.response_time_p95_ms)}</td>
      <td><${Left} budget=${budget} /></td>
    </tr>
    ${isOpen && html`<tr><td colspan="7"><${Reason} name=${name} state=${state} pools=${pools} /></td></tr>`}`;
}

const Grid = live(() => {
  const health = services.value.health_checker?.data;
  if (!health) return html`<p class="notice">The first check of the providers is awaited.</p>`;
  const { budgets = {}, pools = {} } = services.value.pool_manager?.data ?? {};
  const rows = Object.entries(health.providers ?? {}).filter(([, state]) => !onlyTrouble.value || state.status !== "healthy");
  return html`<p>${health.healthy_count} healthy, ${health.degraded_count} degraded, ${health.unhealthy_count} unhealthy of ${health.total_providers}. Choose one for the reason.</p>
    <label><input type="checkbox" checked=${onlyTrouble.value} onChange=${(event) => (onlyTrouble.value = event.target.checked)} /> Only those in trouble</label>
    <div class="scroll" tabindex="0" role="region" aria-label="Providers">
      <table>
        <caption class="hidden">Providers over time</caption>
        <thead><tr><th scope="col">Provider</th><th scope="col">Now</th><th scope="col">Breaker</th><th scope="col">Checks since this page was opened</th><th scope="col" class="number">p50</th><th scope="col" class="number">p95</th><th scope="col">Budget left</th></tr></thead>
        <tbody>
          ${rows.slice(0, MOST).map(([name, state]) => html`<${Row} key=${name} name=${name} state=${state} budget=${budgets[name]} pools=${pools} />`)}
          ${rows.length > MOST && html`<tr><td colspan="7" class="faint">The first ${MOST} of ${whole(rows.length)}.</td></tr>`}
          ${rows.length === 0 && html`<tr><td colspan="7">All are healthy.</td></tr>`}
        </tbody>
      </table>
    </div>`;
});

const Failovers = live(() => {
  const pools = services.value.pool_manager?.data;
  if (!pools) return html`<p class="notice">The first report of the pools is awaited.</p>`;
  const waiting = standIns(pools.pools ?? {});
  const failovers = pools.failovers ?? [];
  return html`<p>${whole(pools.failover_count)} since the gateway started.</p>
    <ol class="timeline">
      ${failovers.length === 0 && html`<li>None: each pool has kept the source that it began with.</li>`}
      ${failovers.map((switched) => html`<li><time datetime=${switched.at}>${dayTime(switched.at)}</time> <strong>${title(switched.pool)}</strong>: ${source(switched.from)} <span aria-label="to">→</span> ${source(switched.to)}<span class="reason">${plain(switched.reason)}</span></li>`)}
    </ol>
    ${waiting.length > 0 && html`<${Table} label="Pools that another source serves" columns=${["Pool", "Serves now", "Preferred", "Why", "What brings it back"]} rows=${waiting.map(({ pool, serving, preferred, why, back }) => [title(pool), serving, preferred, why, back])} />`}`;
});

export function Providers() {
  return html`<h2>Providers</h2><${Guard}><${Grid} /><//><h2 class="lesser">Failovers</h2><${Guard}><${Failovers} /><//>`;
}
