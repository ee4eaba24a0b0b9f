// Message: one kind of frame: what it is for, its fields, examples.
import { duration } from "../format.js";
import { html } from "../view.js";
import { Fields } from "./fields.js";
import { Phrase } from "./prose.js";

export function Message({ contract, message, replies, isOpen }) {
  const { name, title, summary, description, interval_s, correlation, payload, examples } = message;
  return html`<details class="message" id=${name} open=${isOpen}>
    <summary><h4>${title}</h4> <code>${name}</code>${interval_s && html` <span class="chip">every ${duration(interval_s)}</span>`}<span class="about"><${Phrase} text=${summary} /></span></summary>
    ${description && html`<p><${Phrase} text=${description} /></p>`}
    ${replies?.length > 0 && html`<p>Answered with one of: ${replies.map((reply, index) => html`${index > 0 && ", "}<a href="#${reply.name}">${reply.title}</a>`)}.</p>`}
    ${correlation && html`<p class="faint">Correlation: ${correlation.description} <code>${correlation.location}</code></p>`}
    <${Fields} contract=${contract} schema=${payload} />
    ${examples.map((example) => html`<figure><figcaption>Example${example.name && `: ${example.name}`}</figcaption><pre tabindex="0">${JSON.stringify(example.payload, null, 2)}</pre></figure>`)}
  </details>`;
}
