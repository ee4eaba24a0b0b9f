// Spark: the course of a figure in the size of a word.
import { change } from "../format.js";
import { html } from "../view.js";

const WIDTH = 120;
const HEIGHT = 28;

export function Spark({ values }) {
  if (values.length < 2) return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"></svg>`;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values
    .map((value, index) => `${((index / (values.length - 1)) * WIDTH).toFixed(1)},${(HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4)).toFixed(1)}`)
    .join(" ");
  const moved = values[0] ? (values.at(-1) / values[0] - 1) * 100 : null;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Since this page was opened: ${change(moved)}">
    <polyline points=${points} vector-effect="non-scaling-stroke" />
  </svg>`;
}
