// Connections: who is connected, what they listen to, and whether they keep up.
import { Age } from "../parts/age.js";
import { Table } from "../parts/table.js";
import { Tile } from "../parts/tile.js";
import { whole } from "../format.js";
import { named } from "../names.js";
import { figures, stats } from "../stats.js";
import { html, live } from "../view.js";

const COLUMNS = ["Client", "Endpoint", "Connected", "Last frame from it", "Listens to", "#Updates passed over"];
const MOST_NAMED = 3;

/** How many updates a client did not get, because it read too slowly and newer ones took their place. */
function Slowness() {
  const { conflated, dropped } = figures.value;
  if (conflated === null) return null;
  return html`<dl class="tiles">
    <${Tile} name="Updates passed over" value=${whole(conflated)} note="a slow client gets the newest only" />
    <${Tile} name="Connections ended by the gateway" value=${whole(dropped)} note="too slow, silent, or over a limit" />
  </dl>`;
}

function Subscriptions({ of }) {
  if (of.length === 0) return "none";
  return html`<span title=${of.join(", ")}>${of.length > MOST_NAMED ? `${whole(of.length)} subscriptions` : of.join(", ")}</span>`;
}

export const Connections = live(() => {
  const known = stats.value;
  if (!known) return html`<h2>Connections</h2><p class="notice">The list is awaited.</p>`;
  const { clients = [], subscription_counts = {}, total_connections } = known;
  const rows = clients.map((client) => [
    html`<code>${client.client_id}</code>`,
    html`<code>${client.endpoint}</code>`,
    html`<${Age} of=${client.connected_at} />`,
    html`<${Age} of=${client.last_activity} />`,
    html`<${Subscriptions} of=${client.subscriptions ?? []} />`,
    whole(client.conflated),
  ]);
  const counts = Object.entries(subscription_counts).map(([service, count]) => [named(service), whole(count), html`<meter min="0" max=${Math.max(1, total_connections)} value=${count} aria-label="Share of the connections that listen to ${named(service)}"></meter>`]);
  return html`<h2>Connections</h2>
    <p>${whole(total_connections)} in all, this page included${clients.length < total_connections ? `; ${whole(clients.length)} of them may be shown to you` : ""}.</p>
    <${Table} label="Clients" columns=${COLUMNS} rows=${rows} />
    <${Slowness} />
    <h2 class="lesser">Listeners of each service</h2>
    <${Table} label="Listeners" columns=${["Service", "#Listeners", "Share"]} rows=${counts} />`;
});
