// Market data: a table of coins.
import { Table } from "../parts/table.js";
import { change, price, shortUsd, source, title } from "../format.js";
import { html } from "../view.js";

export function Market({ data }) {
  const rows = Object.keys(data.prices).map((coin) => [
    title(coin),
    html`${price(data.prices[coin])} ${data.quote_currencies?.[coin] && html`<small>${data.quote_currencies[coin]}</small>`}`,
    change(data.price_changes[coin]),
    shortUsd(data.market_caps[coin]),
    shortUsd(data.volumes[coin]),
    source(data.price_sources?.[coin] ?? data.source),
  ]);
  return html`<${Table} label="Prices" columns=${["Coin", "#Price", "#24 h", "#Market cap", "#Volume, 24 h", "Source"]} rows=${rows} />`;
}
