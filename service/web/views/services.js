// Services: each with its interval, and what it says.
import { Age } from "../parts/age.js";
import { Entry } from "../parts/entry.js";
import { Guard } from "../parts/guard.js";
import { Status } from "../parts/status.js";
import { Facts } from "../parts/table.js";
import { duration, source, time, whole } from "../format.js";
import { named } from "../names.js";
import { form } from "../payloads/forms.js";
import { route } from "../route.js";
import { stats } from "../stats.js";
import { catalogue, names, services, standings } from "../store.js";
import { html, live } from "../view.js";

function Payload({ name, entry }) {
  if (!entry?.data) return html`<p class="notice">${entry?.error ?? "Nothing has come yet; the first update follows within its interval."}</p>`;
  return html`${entry.error && html`<p class="notice">${entry.error}</p>`}
    <${Guard}><${form(name)} key=${name} data=${entry.data} /><//>
    <details><summary>The frame's data as it came</summary><pre tabindex="0" aria-label="Data of ${name}">${JSON.stringify(entry.data, null, 2)}</pre></details>`;
}

const Detail = live(({ name }) => {
  const entry = services.value[name];
  const about = catalogue.value[name];
  const data = entry?.data;
  return html`<section class="detail" aria-label=${named(name)}>
    <h3>${named(name)}</h3>
    <p>${about?.description ?? ""}</p>
    <${Facts} of=${[
      ["State", html`<${Status} is=${standings.value[name]} />`],
      ["Interval", duration(about?.interval_s)],
      ["Last update", entry?.at ? html`${time(entry.at)}, <${Age} of=${entry.at} />` : "–"],
      ["Values as of", html`<${Age} of=${data?.as_of} />`],
      ["Source", source(data?.source)],
      ["Subscribers", whole(stats.value?.subscription_counts?.[name])],
    ]} />
    <p><a href="#/console?endpoint=${about?.endpoints?.[0] ?? "/ws"}">Try it in the console</a></p>
    <${Payload} name=${name} entry=${entry} />
  </section>`;
});

export const Services = live(() => {
  const { name } = route.value;
  const chosen = names.value.includes(name) ? name : names.value[0];
  return html`<h2>Services</h2>
    ${names.value.length === 0 && html`<p class="notice">The list comes with the connection.</p>`}
    <div class="split">
      <nav aria-label="Services"><ul class="entries">${names.value.map((each) => html`<${Entry} key=${each} name=${each} isChosen=${each === chosen} />`)}</ul></nav>
      ${chosen && html`<${Detail} key=${chosen} name=${chosen} />`}
    </div>`;
});
