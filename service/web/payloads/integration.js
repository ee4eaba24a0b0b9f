// Integration: models and datasets; and, for a service that this page does not know, names and values.
import { Facts } from "../parts/table.js";
import { dayTime, title, whole } from "../format.js";
import { html } from "../view.js";

const MOST = 200;

export function Registry({ data }) {
  const list = (label, items) => html`<section class="panel"><h3>${label} <small>${whole(items.length)}</small></h3><ul class="plain">${items.slice(0, MOST).map((item) => html`<li>${item}</li>`)}</ul></section>`;
  return html`<div class="columns">${list("Models", data.available_models)}${list("Datasets", data.available_datasets)}</div>`;
}

export function Plain({ data }) {
  return html`<${Facts} of=${Object.entries(data).slice(0, MOST).map(([name, value]) => [title(name), written(value)])} />`;
}

function written(value) {
  if (value === null) return "–";
  if (typeof value === "string" && /^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return dayTime(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
