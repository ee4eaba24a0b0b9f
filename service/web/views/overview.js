// Overview: what is live, what is not and why, the prices, and how busy the gateway is.
import { Chart } from "../parts/chart.js";
import { Coin } from "../parts/coin.js";
import { Entry } from "../parts/entry.js";
import { Guard } from "../parts/guard.js";
import { Status } from "../parts/status.js";
import { Tile } from "../parts/tile.js";
import { milliseconds, price, rate, title, whole } from "../format.js";
import { figures, stats } from "../stats.js";
import { link, messages, messages_per_s, names, prices, round_trip_ms, services, standings } from "../store.js";
import { html, live, signal } from "../view.js";
import { Happenings } from "./happenings.js";
import { Troubles } from "./troubles.js";

const MOST_COINS = 60;

const chosen = signal(null);

const Tiles = live(() => {
  const fresh = names.value.filter((name) => standings.value[name] === "fresh");
  const own = fresh.filter((name) => !("stale" in services.value[name].data)).length;
  const health = services.value.health_checker?.data;
  return html`<dl class="tiles">
    <${Tile} name="Services with fresh data" value=${names.value.length ? `${fresh.length} of ${names.value.length}` : "–"} note=${own ? `${own} of them about the gateway itself` : ""} />
    <${Tile} name="Healthy providers" value=${health ? `${health.healthy_count} of ${health.total_providers}` : "–"} />
    <${Tile} name="Connections" value=${whole(stats.value?.total_connections)} note="this page included" />
    <${Tile} name="Messages a second, here" value=${rate(messages_per_s.value)} note="${whole(messages.value)} in all" />
    <${Tile} name="Fan-out latency, p95" value=${milliseconds(figures.value.fanout_p95_ms)} note="to all clients, since the start" />
    <${Tile} name="Round trip" value=${milliseconds(round_trip_ms.value)} note="ping and pong" />
  </dl>`;
});

const Strip = live(() => names.value.length > 0 && html`<h2 class="lesser">Services</h2><ul class="entries strip">${names.value.map((name) => html`<${Entry} key=${name} name=${name} />`)}</ul>`);

const Detail = live(({ coin }) => {
  const points = prices.of(coin);
  return html`<section class="panel" aria-label="${title(coin)}, larger">
    <h3>${title(coin)} since this page was opened</h3>
    ${points[0].length > 1 ? html`<${Chart} key=${coin} points=${points} height=${200} format=${price} label="Price of ${title(coin)}" />` : html`<p class="faint">The chart begins with the second update.</p>`}
  </section>`;
});

function Cards({ data }) {
  const coins = Object.keys(data.prices);
  return html`${chosen.value && html`<${Detail} coin=${chosen.value} />`}
    <ul class="cards">${coins.slice(0, MOST_COINS).map((coin) => html`<${Coin} key=${coin} coin=${coin} data=${data} points=${prices.of(coin)} chosen=${chosen} />`)}</ul>
    ${coins.length > MOST_COINS && html`<p class="faint">The first ${MOST_COINS} of ${whole(coins.length)}.</p>`}`;
}

const Prices = live(() => {
  if (names.value.length && !names.value.includes("market_data")) return null;
  const entry = services.value.market_data;
  return html`<h2 class="lesser">Prices in US dollars</h2>${entry?.data ? html`<${Guard}><${Cards} data=${entry.data} chosen=${chosen.value} /><//>` : html`<${NoPrices} error=${entry?.error} />`}`;
});

function NoPrices({ error }) {
  if (error) return html`<p class="notice"><${Status} is="missing">No prices<//> The reason stands above.</p>`;
  if (["waiting", "ended"].includes(link.value.phase)) return html`<p class="notice">The prices come with the connection.</p>`;
  return html`<ul class="cards" aria-busy="true" aria-label="Prices, awaited">${Array.from({ length: 8 }, () => html`<li class="panel coin ghost"></li>`)}</ul>`;
}

const PARTS = [Tiles, Troubles, Strip, Prices, Happenings];

export function Overview() {
  return html`<h2>Overview</h2>${PARTS.map((Part) => html`<${Guard}><${Part} /><//>`)}`;
}
