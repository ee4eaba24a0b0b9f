// Archive: what is kept of all that was published, and how to get it out.
import { Age } from "../parts/age.js";
import { Copy } from "../parts/copy.js";
import { Guard } from "../parts/guard.js";
import { Status } from "../parts/status.js";
import { Facts } from "../parts/table.js";
import { Tile } from "../parts/tile.js";
import { bytes, dayTime, whole } from "../format.js";
import { named } from "../names.js";
import { now } from "../clock.js";
import { names, services } from "../store.js";
import { html, live, signal } from "../view.js";

const service = signal("market_data");
const format = signal("csv");
const hours = signal(24);

function since(span_h) {
  return new Date(Math.floor(now.value / 60_000) * 60_000 - span_h * 3_600_000).toISOString().replace(/:\d\d\.\d{3}Z$/, "Z");
}

const Export = live(() => {
  const choose = (held) => (event) => (held.value = event.target.value);
  const options = (held, values, label = (value) => value) => values.map((value) => html`<option value=${value} selected=${held.value === value}>${label(value)}</option>`);
  const command = `gateway export ${service.value} --from ${since(hours.value)} --format ${format.value} --output ${service.value}.${format.value}`;
  return html`<form class="fields" onSubmit=${(event) => event.preventDefault()}>
      <label>Service <select onChange=${choose(service)}>${options(service, names.value, named)}</select></label>
      <label>Since <select onChange=${(event) => (hours.value = Number(event.target.value))}>${options(hours, [1, 24, 168], (span) => ({ 1: "an hour ago", 24: "a day ago", 168: "a week ago" })[span])}</select></label>
      <label>Format <select onChange=${choose(format)}>${options(format, ["csv", "ndjson", "parquet"])}</select></label>
    </form>
    <${Copy} label="command to export" text=${command} />
    <p>And a copy of the whole, while the gateway runs:</p>
    <${Copy} label="command to back up" text="gateway backup gateway-backup.db" />`;
});

const Store = live(() => {
  const data = services.value.persistence?.data;
  if (!data) return html`<p class="notice">The first report of the archive is awaited.</p>`;
  return html`<dl class="tiles">
      <${Tile} name="Records" value=${whole(data.total_records)} />
      <${Tile} name="Size" value=${bytes(data.storage_bytes)} note="${whole(data.storage_bytes)} bytes" />
      <${Tile} name="Waiting to be stored" value=${whole(data.pending_writes)} />
      <${Tile} name="Lost since the start" value=${whole(data.lost_records)} />
    </dl>
    <${Facts} of=${[
      ["State", html`<${Status} is=${data.last_error ? "failed" : "healthy"}>${data.last_error ?? (data.active_writers ? "stores" : "does not store")}<//>`],
      ["Where", html`<code>${data.storage_location}</code>`],
      ["Oldest record", dayTime(data.oldest_record)],
      ["Last stored", html`<${Age} of=${data.last_save} />`],
      ["Last backup", data.last_backup ? html`${dayTime(data.last_backup)}, <${Age} of=${data.last_backup} />` : "none yet"],
      ["Last export", data.last_export ? html`${dayTime(data.last_export)}, <${Age} of=${data.last_export} />` : "none yet"],
    ]} />`;
});

export function Archive() {
  return html`<h2>Archive</h2><${Guard}><${Store} /><//><h2 class="lesser">Take data out</h2><p>Run it where the gateway runs, with the same settings.</p><${Export} />`;
}
