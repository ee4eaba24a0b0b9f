// Connections: who is connected, and what they listen to.
import { Age } from "../parts/age.js";
import { Table } from "../parts/table.js";
import { whole } from "../format.js";
import { named } from "../names.js";
import { stats } from "../stats.js";
import { html, live } from "../view.js";

const MOST = 200;

export const Connections = live(() => {
  const known = stats.value;
  if (!known) return html`<h2>Connections</h2><p class="notice">The list is awaited.</p>`;
  const clients = known.clients.slice(0, MOST).map((client) => [
    html`<code>${client.client_id}</code>`,
    html`<code>${client.endpoint}</code>`,
    html`<${Age} of=${client.connected_at} />`,
    html`<${Age} of=${client.last_activity} />`,
    client.subscriptions.length === 0 ? "none" : html`<span title=${client.subscriptions.join(", ")}>${client.subscriptions.length > 3 ? `${client.subscriptions.length} subscriptions` : client.subscriptions.join(", ")}</span>`,
  ]);
  const counts = Object.entries(known.subscription_counts).map(([service, count]) => [named(service), whole(count), html`<meter min="0" max=${Math.max(1, known.total_connections)} value=${count} aria-label="Share of the connections that listen to ${named(service)}"></meter>`]);
  return html`<h2>Connections</h2>
    <p>${whole(known.total_connections)} in all${known.clients.length < known.total_connections ? `; ${whole(known.clients.length)} of them may be shown to you` : ""}.</p>
    <${Table} label="Clients" columns=${["Client", "Endpoint", "Connected", "Last frame from it", "Listens to"]} rows=${clients} />
    ${known.clients.length > MOST && html`<p class="faint">The first ${MOST} are shown.</p>`}
    <h2 class="lesser">Listeners of each service</h2>
    <${Table} label="Listeners" columns=${["Service", "#Listeners", "Share"]} rows=${counts} />`;
});
