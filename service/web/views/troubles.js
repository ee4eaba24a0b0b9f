// Troubles: what is not as usual, and why; nothing when all is well.
import { Status } from "../parts/status.js";
import { title, whole } from "../format.js";
import { named } from "../names.js";
import { services, standings } from "../store.js";
import { lacks, standIns } from "../troubles.js";
import { html, live } from "../view.js";

const MOST = 12;

function Lack({ service, standing, why }) {
  return html`<li><${Status} is=${standing} /> <a href="#/services/${encodeURIComponent(service)}">${named(service)}</a> <span class="reason">${why}</span></li>`;
}

function StandIn({ pool, serving, preferred, why }) {
  return html`<li><${Status} is="degraded">stand-in<//> <a href="#/providers">${title(pool)}</a> ${serving} in place of ${preferred}: <span class="reason">${why}</span></li>`;
}

export const Troubles = live(() => {
  const pools = services.value.pool_manager?.data?.pools ?? {};
  const found = lacks(services.value, standings.value, pools, services.value.health_checker?.data?.providers ?? {});
  const hurt = new Set(found.map(({ service }) => service));
  const replaced = standIns(pools).filter(({ service }) => !hurt.has(service));
  const lines = [...found.map((lack) => html`<${Lack} key=${lack.service} ...${lack} />`), ...replaced.map((standIn) => html`<${StandIn} key=${standIn.pool} ...${standIn} />`)];
  if (lines.length === 0) return null;
  return html`<section aria-labelledby="troubles">
    <h2 class="lesser" id="troubles">What is not as usual, and why</h2>
    <ul class="troubles">${lines.slice(0, MOST)}${lines.length > MOST && html`<li>… and ${whole(lines.length - MOST)} more: <a href="#/providers">all providers</a></li>`}</ul>
  </section>`;
});
