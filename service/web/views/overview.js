// Overview: the prices, and how busy the gateway is.
import { Age } from "../parts/age.js";
import { Chart } from "../parts/chart.js";
import { Spark } from "../parts/spark.js";
import { Status } from "../parts/status.js";
import { Tile } from "../parts/tile.js";
import { change, milliseconds, price, rate, source, title, whole } from "../format.js";
import { standing } from "../standing.js";
import { stats } from "../stats.js";
import { link, messages, messages_per_s, names, prices, round_trip_ms, services } from "../store.js";
import { html, live, signal } from "../view.js";

const chosen = signal(null);

const Tiles = live(() => {
  const total = names.value.length;
  const states = names.value.map((name) => standing(services.value[name]));
  const health = services.value.health_checker?.data;
  return html`<dl class="tiles">
    <${Tile} name="Services with fresh data" value=${total ? `${states.filter((state) => state === "fresh").length} of ${total}` : "–"} />
    <${Tile} name="Healthy providers" value=${health ? `${health.healthy_count} of ${health.total_providers}` : "–"} />
    <${Tile} name="Connections" value=${whole(stats.value?.total_connections)} note="this page included" />
    <${Tile} name="Messages a second, here" value=${rate(messages_per_s.value)} note="${whole(messages.value)} in all" />
    <${Tile} name="Round trip" value=${milliseconds(round_trip_ms.value)} note="ping and pong" />
  </dl>`;
});

function Movement({ of }) {
  const direction = of > 0 ? "up" : of < 0 ? "down" : "still";
  const signs = { up: "▲", down: "▼", still: "■" };
  return html`<span class="movement" data-direction=${direction}><span aria-hidden="true">${of === undefined ? "" : signs[direction]}</span> ${change(of)} <span class="hidden">in 24 hours</span></span>`;
}

function Card({ coin, data, points }) {
  const freshness = data.freshness?.prices ?? data;
  const quoted = data.quote_currencies?.[coin];
  return html`<li class="panel coin" data-stale=${freshness.stale}>
    <h3><button type="button" class="plain" aria-pressed=${chosen.value === coin} onClick=${() => (chosen.value = chosen.value === coin ? null : coin)}>${title(coin)}</button></h3>
    <p class="figure">${price(data.prices[coin])} <${Movement} of=${data.price_changes[coin]} /></p>
    <${Spark} values=${points[1]} />
    <small>
      ${freshness.stale && html`<${Status} is="stale" /> · `}${source(data.price_sources?.[coin] ?? freshness.source)}${quoted && ` in ${quoted}`} · <${Age} of=${freshness.as_of} />
    </small>
  </li>`;
}

const Detail = live(({ coin }) => {
  const points = prices.of(coin);
  return html`<section class="panel" aria-label="${title(coin)}, larger">
    <h3>${title(coin)} since this page was opened</h3>
    ${points[0].length > 1 ? html`<${Chart} key=${coin} points=${points} height=${200} format=${price} label="Price of ${title(coin)}" />` : html`<p class="faint">The chart begins with the second update.</p>`}
  </section>`;
});

const Prices = live(() => {
  const entry = services.value.market_data;
  const state = standing(entry);
  if (state === "missing") return html`<p class="notice"><${Status} is="missing">No prices<//> ${entry.error}</p>`;
  if (state === "waiting" && ["waiting", "ended"].includes(link.value.phase)) return html`<p class="notice">The prices come with the connection.</p>`;
  if (state === "waiting") return html`<ul class="cards" aria-busy="true" aria-label="Prices, awaited">${Array.from({ length: 8 }, () => html`<li class="panel coin ghost"></li>`)}</ul>`;
  return html`${chosen.value && html`<${Detail} coin=${chosen.value} />`}
    <ul class="cards">${Object.keys(entry.data.prices).map((coin) => html`<${Card} key=${coin} coin=${coin} data=${entry.data} points=${prices.of(coin)} />`)}</ul>`;
});

export function Overview() {
  return html`<h2>Overview</h2><${Tiles} /><h2 class="lesser">Prices in US dollars</h2><${Prices} />`;
}
