// Log: the frames of the console, the newest first, each with its verdict.
import { time } from "../format.js";
import { html, live, signal } from "../view.js";
import { clear, isPaused, log, pause } from "./dialogue.js";

const filter = signal("");
const SIGNS = { valid: "✓", invalid: "✕", "not judged": "?" };

function Verdict({ entry }) {
  if (entry.direction === "note") return html`<span class="verdict" aria-hidden="true">·</span>`;
  if (entry.direction === "out") return html`<span class="verdict" title="sent">→ <span class="hidden">sent</span></span>`;
  return html`<span class="verdict" data-verdict=${entry.verdict} title=${entry.verdict}><span aria-hidden="true">${SIGNS[entry.verdict]}</span><span class="hidden">${entry.verdict}</span></span>`;
}

function Line({ entry }) {
  const head = html`<${Verdict} entry=${entry} /> <time datetime=${entry.at}>${time(entry.at)}</time> <strong>${entry.message ?? entry.frame?.action ?? ""}</strong> <code>${entry.text.slice(0, 160)}</code>`;
  if (entry.frame === undefined) return html`<li class="line">${head}</li>`;
  return html`<li class="line"><details><summary>${head}</summary>
    ${(entry.reasons ?? []).map((reason) => html`<p class="reason">${reason}</p>`)}
    <pre tabindex="0" aria-label="The frame">${JSON.stringify(entry.frame, null, 2)}</pre>
  </details></li>`;
}

export const Log = live(() => {
  const wanted = filter.value.trim().toLowerCase();
  const shown = wanted ? log.value.filter((entry) => entry.text.toLowerCase().includes(wanted)) : log.value;
  const invalid = log.value.filter((entry) => entry.verdict === "invalid").length;
  return html`<section aria-label="Log">
    <div class="fields">
      <label>Filter <input type="search" value=${filter.value} onInput=${(event) => (filter.value = event.target.value)} placeholder="part of a frame" /></label>
      <button type="button" aria-pressed=${isPaused.value} onClick=${() => pause(!isPaused.value)}>${isPaused.value ? "Go on" : "Pause"}</button>
      <button type="button" onClick=${clear}>Clear</button>
      <span>${shown.length} of ${log.value.length} lines, ${invalid} invalid</span>
    </div>
    <ol class="log">${shown.map((entry) => html`<${Line} key=${entry.id} entry=${entry} />`)}</ol>
    ${log.value.length === 0 && html`<p class="faint">Connect, and the frames appear here. Each is judged by the contract as it comes: ✓ valid, ✕ invalid, ? not judged.</p>`}
  </section>`;
});
