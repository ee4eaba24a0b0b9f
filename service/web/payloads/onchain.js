// On-chain: a small chart a figure.
import { Age } from "../parts/age.js";
import { Chart } from "../parts/chart.js";
import { Status } from "../parts/status.js";
import { decimal, share, short, shortUsd, source, title, whole } from "../format.js";
import { metrics } from "../store.js";
import { html, live } from "../view.js";

const FORMATS = { active_addresses: whole, transaction_count: whole, total_fees: shortUsd, gas_price: (value) => `${decimal(value)} gwei`, network_utilization: share };
const TICKS = { total_fees: shortUsd, network_utilization: share, gas_price: decimal };

export const Onchain = live(
  ({ data }) => html`<ul class="cards wide">
    ${Object.keys(FORMATS).map((name) => {
      const metric = data.metrics[name];
      const points = metrics.of(name);
      return html`<li class="panel" key=${name}>
        <h3>${title(name)} ${metric && html`<small>${metric.chain}</small>`}</h3>
        <p class="figure">${FORMATS[name](data[name])}</p>
        ${points[0].length > 1
          ? html`<${Chart} points=${points} height=${110} format=${TICKS[name] ?? short} label="${title(name)} since this page was opened" />`
          : html`<p class="faint">The chart begins with the second update.</p>`}
        ${metric
          ? html`<small><${Status} is=${metric.stale ? "stale" : "fresh"} /> · ${source(metric.source)} · <${Age} of=${metric.as_of} /></small>`
          : html`<small>No source gives it.</small>`}
      </li>`;
    })}
  </ul>`,
);
