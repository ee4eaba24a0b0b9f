// Entry: one service in a line: its ring, how it stands, how old its last update is, or its values if they are stale.
import { Age } from "./age.js";
import { Ring } from "./ring.js";
import { Status } from "./status.js";
import { named } from "../names.js";
import { catalogue, services, standings } from "../store.js";
import { html, live } from "../view.js";

export const Entry = live(({ name, isChosen }) => {
  const { at, data } = services.value[name] ?? {};
  const since = data?.stale ? data.as_of : at;
  return html`<li>
    <a class="entry" href="#/services/${encodeURIComponent(name)}" aria-current=${isChosen ? "true" : undefined}>
      <${Ring} interval_s=${catalogue.value[name]?.interval_s} at=${at} />
      <span><strong>${named(name)}</strong><small><${Status} is=${standings.value[name]} /> · ${since ? html`<${Age} of=${since} />` : "none yet"}</small></span>
    </a>
  </li>`;
});
