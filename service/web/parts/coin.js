// Coin: the card of one price: its course, its change in a day, where it is from, and how old it is.
import { Age } from "./age.js";
import { Spark } from "./spark.js";
import { Status } from "./status.js";
import { change, price, source, title } from "../format.js";
import { html } from "../view.js";

const SIGNS = { up: "▲", down: "▼", still: "■", unknown: "" };

function Movement({ of }) {
  const direction = typeof of !== "number" ? "unknown" : of > 0 ? "up" : of < 0 ? "down" : "still";
  return html`<span class="movement" data-direction=${direction}><span aria-hidden="true">${SIGNS[direction]}</span> ${change(of)} <span class="hidden">in 24 hours</span></span>`;
}

/** `chosen`: the signal of the coin that is shown larger. */
export function Coin({ coin, data, points, chosen }) {
  const freshness = data.freshness?.prices ?? data;
  const quoted = data.quote_currencies?.[coin];
  const isChosen = chosen.value === coin;
  return html`<li class="panel coin" data-stale=${Boolean(freshness.stale)}>
    <h3><button type="button" class="plain" aria-pressed=${isChosen} onClick=${() => (chosen.value = isChosen ? null : coin)}>${title(coin)}</button></h3>
    <p class="figure">${price(data.prices[coin])} <${Movement} of=${data.price_changes?.[coin]} /></p>
    <${Spark} values=${points[1]} />
    <small>
      ${freshness.stale && html`<${Status} is="stale" /> · `}${source(data.price_sources?.[coin] ?? freshness.source)}${quoted && ` in ${quoted}`} · <${Age} of=${freshness.as_of} />
    </small>
  </li>`;
}
