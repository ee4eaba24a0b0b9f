// Ring: how much of a service's interval has passed since its last update.
import { age } from "../clock.js";
import { duration } from "../format.js";
import { html, live } from "../view.js";

const RADIUS = 15;
const LENGTH = 2 * Math.PI * RADIUS;

export const Ring = live(({ interval_s, at }) => {
  const passed = at && interval_s ? Math.min(1, age(at) / interval_s) : 0;
  return html`<svg class="ring" viewBox="0 0 36 36" aria-hidden="true">
    <circle cx="18" cy="18" r=${RADIUS} />
    <circle class="passed" cx="18" cy="18" r=${RADIUS} stroke-dasharray="${passed * LENGTH} ${LENGTH}" transform="rotate(-90 18 18)" />
    <text x="18" y="22" text-anchor="middle">${interval_s ? duration(interval_s) : ""}</text>
  </svg>`;
});
