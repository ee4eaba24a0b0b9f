// RPC nodes: a grid, a card a node.
import { Status } from "../parts/status.js";
import { Facts } from "../parts/table.js";
import { decimal, milliseconds, time, title, whole } from "../format.js";
import { html } from "../view.js";

const MOST = 100;

export function Nodes({ data }) {
  return html`<${Facts} of=${[["Nodes that answer", `${data.active_nodes} of ${data.total_nodes}`], ["Average latency", milliseconds(data.average_latency)]]} />
    <ul class="cards">
      ${data.nodes.slice(0, MOST).map(
        (node) => html`<li class="panel" key=${node.chain + node.provider}>
          <h3>${node.provider} <small>${node.chain}</small></h3>
          <${Status} is=${node.status} />
          <${Facts} of=${[
            ["Block", whole(node.block_number)],
            ["Blocks behind", whole(node.blocks_behind)],
            ["Gas", node.gas_price_gwei === null ? "–" : `${decimal(node.gas_price_gwei)} gwei`],
            ["Latency", milliseconds(node.latency_ms)],
          ]} />
          ${node.last_error && html`<p class="reason">${node.last_error}</p>`}
        </li>`,
      )}
    </ul>
    <h3>Since the update before</h3>
    <ul class="events">
      ${data.events.length === 0 && html`<li>Nothing.</li>`}
      ${data.events.slice(0, MOST).map((event) => html`<li>${time(event.at)} · ${title(event.event)} · ${event.chain} ${event.provider ?? ""} ${event.block_number ? whole(event.block_number) : ""}</li>`)}
    </ul>`;
}
