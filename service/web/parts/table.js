// Table: rows of cells under named columns; scrolls in itself when the screen is narrow.
import { whole } from "../format.js";
import { html } from "../view.js";

const MOST_ROWS = 200;

/** `columns`: names, those of numbers with `#` before; `rows`: lists of cells. */
export function Table({ label, columns, rows, empty = "Nothing yet." }) {
  const numeric = columns.map((column) => column.startsWith("#"));
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <caption class="hidden">${label}</caption>
      <thead><tr>${columns.map((column, index) => html`<th scope="col" class=${numeric[index] ? "number" : ""}>${column.replace("#", "")}</th>`)}</tr></thead>
      <tbody>
        ${rows.length === 0 && html`<tr><td colspan=${columns.length}>${empty}</td></tr>`}
        ${rows.slice(0, MOST_ROWS).map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td class=${numeric[index] ? "number" : ""}>${cell}</td>`))}</tr>`)}
        ${rows.length > MOST_ROWS && html`<tr><td colspan=${columns.length} class="faint">The first ${MOST_ROWS} of ${whole(rows.length)}.</td></tr>`}
      </tbody>
    </table>
  </div>`;
}

/** Names and values, one pair a line. */
export function Facts({ of }) {
  return html`<dl class="facts">${of.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
