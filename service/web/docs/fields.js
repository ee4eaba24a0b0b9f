// Fields: what a payload holds, as a list that goes as deep as the payload does.
import { html } from "../view.js";
import { Phrase } from "./prose.js";
import { shape } from "./shape.js";

export function Fields({ contract, schema }) {
  const whole = shape(contract, schema);
  return html`<p class="type">${whole.type}</p><${About} of=${whole} /><${Members} of=${whole.fields} />`;
}

function Members({ of: fields }) {
  if (fields.length === 0) return null;
  return html`<dl class="members">${fields.map(
    (field) => html`<div>
      <dt><code>${field.label}</code> <span class="type">${field.shape.type}</span>${field.shape.name && html` <span class="type">(${field.shape.name})</span>`}${field.isRequired && html` <strong class="required">required</strong>`}</dt>
      <dd><${About} of=${field.shape} /><${Members} of=${field.shape.fields} /></dd>
    </div>`,
  )}</dl>`;
}

function About({ of: { description, rules, values } }) {
  return html`${description && html`<p><${Phrase} text=${description} /></p>`}
    ${values.length > 0 && html`<p>One of ${values.map((value, index) => html`${index > 0 && ", "}<code>${String(value)}</code>`)}.</p>`}
    ${rules.length > 0 && html`<p class="faint">${rules.join("; ")}</p>`}`;
}
