// Monitoring: jobs as a table; providers and pools have a view of their own.
import { Age } from "../parts/age.js";
import { Status } from "../parts/status.js";
import { Facts, Table } from "../parts/table.js";
import { duration, milliseconds, plain, source, time, title, whole } from "../format.js";
import { html } from "../view.js";

export function Health({ data }) {
  return html`<${Facts} of=${[
      ["Overall", html`<${Status} is=${data.overall_health} />`],
      ["Healthy", whole(data.healthy_count)],
      ["Degraded", whole(data.degraded_count)],
      ["Unhealthy", whole(data.unhealthy_count)],
      ["In all", whole(data.total_providers)],
    ]} />
    <p><a href="#/providers">Each provider, over time</a></p>`;
}

export function Pools({ data }) {
  const rows = Object.entries(data.pools).map(([name, pool]) => [
    title(name),
    title(pool.service),
    source(pool.active_source),
    html`<${Status} is=${pool.health} />`,
    whole(pool.failover_count),
    plain(pool.fail_back),
  ]);
  return html`<${Table} label="Pools of sources" columns=${["Pool", "Service", "Serves now", "Health", "#Failovers", "What brings the preferred source back"]} rows=${rows} />`;
}

export function Scheduler({ data }) {
  const rows = data.jobs.map((job) => [
    html`<code>${job.id}</code>`,
    html`<${Status} is=${job.status} />`,
    duration(job.interval_s),
    html`<${Age} of=${job.last_run} />`,
    time(job.next_run),
    milliseconds(job.last_duration_ms),
    whole(job.runs),
    whole(job.failures),
    whole(job.skipped),
  ]);
  const columns = ["Job", "State", "#Interval", "Last run", "Next run", "#Took", "#Runs", "#Failures", "#Skipped"];
  return html`<p>${data.running ? `${data.total_jobs} jobs, ${data.active_jobs} of them at work now.` : "Nothing is running."}</p>
    <${Table} label="Jobs" columns=${columns} rows=${rows} />`;
}
