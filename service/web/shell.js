// Shell: what stands around every view: the name, the banner, the ways to the views.
import { catalogue, enter, leaving, link, mode, names, retry, services, standings } from "./store.js";
import { condition } from "./condition.js";
import { duration, title } from "./format.js";
import { Guard } from "./parts/guard.js";
import { named } from "./names.js";
import { now } from "./clock.js";
import { route } from "./route.js";
import { Archive } from "./views/archive.js";
import { Connections } from "./views/connections.js";
import { Console } from "./views/console.js";
import { Overview } from "./views/overview.js";
import { Providers } from "./views/providers.js";
import { Services } from "./views/services.js";
import { computed, html, live } from "./view.js";

const VIEWS = { overview: Overview, services: Services, providers: Providers, console: Console, connections: Connections, archive: Archive };
const SIGNS = { connecting: "○", empty: "○", live: "●", degraded: "◔", partial: "◐", stale: "▲", down: "✕", draining: "◒", reconnecting: "↻", locked: "!", ended: "✕" };
const DOCUMENTS = [
  ["/docs", "Documentation"],
  ["/asyncapi.yaml", "Contract"],
  ["/schema", "OpenAPI"],
  ["/ws/services", "Services as JSON"],
  ["/ws/endpoints", "Endpoints as JSON"],
  ["/health/ready", "Health"],
  ["/metrics", "Metrics"],
];

const Countdown = live(({ until }) => {
  now.value;
  return html`<span class="countdown">Next try in ${duration(Math.max(0, Math.ceil((until - Date.now()) / 1000)))}. <button type="button" onClick=${retry}>Try now</button></span>`;
});

function TokenForm() {
  const submit = (event) => {
    event.preventDefault();
    enter(new FormData(event.target).get("token").trim());
  };
  return html`<form class="fields" onSubmit=${submit}>
    <label>Token <input name="token" type="password" autocomplete="off" required autofocus pattern="[\\w.~+\\-]+" title="Letters, digits and - . _ ~ +" /></label>
    <button type="submit">Connect</button>
    <small>Kept in this tab until it is closed.</small>
  </form>`;
}

/** The state of the gateway, for the banner and for the title of the tab. */
export const state = computed(() => {
  const awaited = names.value.some((name) => catalogue.value[name]?.category === "data_collection" && standings.value[name] === "waiting");
  return condition({ link: link.value, mode: mode.value, services: services.value, standings: standings.value, awaited, leaving: leaving.value, title: named, provider: title });
});

const Banner = live(() => html`<section class="banner" aria-label="State of the gateway" data-state=${state.value.name}>
    <span class="sign" aria-hidden="true">${SIGNS[state.value.name]}</span>
    <p role="status"><strong>${state.value.title}</strong> ${state.value.detail}</p>
    ${state.value.until && html`<${Countdown} until=${state.value.until} />`}
    ${state.value.name === "locked" && html`<${TokenForm} />`}
    ${state.value.name === "ended" && html`<button type="button" onClick=${retry}>Connect again</button>`}
  </section>`);

const Navigation = live(
  () => html`<nav aria-label="Views"><ul>${Object.keys(VIEWS).map((name) => html`<li><a href="#/${name}" aria-current=${route.value.view === name ? "page" : undefined}>${title(name)}</a></li>`)}<li><a href="/docs">Docs</a></li></ul></nav>`,
);

const Main = live(() => {
  const { view } = route.value;
  const View = Object.hasOwn(VIEWS, view) ? VIEWS[view] : null;
  const isOld = link.value.phase !== "open" && names.value.length > 0;
  return html`<main id="main" tabindex="-1" data-old=${isOld}>${View ? html`<${Guard} key=${view}><${View} /><//>` : html`<h2>No such view</h2><p><a href="#/overview">To the overview</a></p>`}</main>`;
});

const Mode = live(() => mode.value === "demo" && html`<span class="chip demo">Demo: simulated data</span>`);

export function Shell() {
  return html`<header>
      <a class="skip" href="#main" onClick=${skip}>To the content</a>
      <h1>Crypto gateway</h1><${Mode} /><${Navigation} />
    </header>
    <${Banner} />
    <${Main} />
    <footer>${DOCUMENTS.map(([address, name]) => html`<a href=${address}>${name}</a> `)}</footer>`;
}

export function skip(event) {
  event?.preventDefault();
  const main = document.getElementById("main");
  main.focus();
  scrollTo(0, 0);
}
