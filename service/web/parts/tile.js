// Tile: one figure and its name.
import { html } from "../view.js";

export function Tile({ name, value, note }) {
  return html`<div class="tile"><dt>${name}</dt><dd>${value}${note && html`<small>${note}</small>`}</dd></div>`;
}
