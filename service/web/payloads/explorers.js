// Explorers: one block of facts a network.
import { Age } from "../parts/age.js";
import { Facts } from "../parts/table.js";
import { decimal, short, source, title, whole } from "../format.js";
import { html } from "../view.js";

export function Explorers({ data }) {
  const networks = data.networks ?? { [data.chain ?? "bitcoin"]: data };
  return html`<div class="columns">
    ${Object.entries(networks).map(
      ([name, network]) => html`<section class="panel">
        <h3>${title(name)}</h3>
        <${Facts} of=${[
          ["Latest block", whole(network.latest_block)],
          ["Transactions a day", whole(network.transactions_count)],
          ["Waiting transactions", whole(network.mempool_size)],
          ["Hash rate", network.network_hashrate === null ? "–" : `${short(network.network_hashrate / 1e18)} EH/s`],
          ["Difficulty", short(network.difficulty)],
          ["Fees: slow, normal, fast", network.fees ? `${["slow", "normal", "fast"].map((pace) => decimal(network.fees[pace])).join(" · ")} ${network.fees.unit}` : "–"],
          ["Source", source(network.source)],
          ["Values as of", html`<${Age} of=${network.as_of} />`],
        ]} />
      </section>`,
    )}
  </div>`;
}
