// Terms: errors, close codes, limits and access: what holds at every address.
import { title, whole } from "../format.js";
import { Table } from "../parts/table.js";
import { html } from "../view.js";
import { Phrase } from "./prose.js";

/** Names of limits end in what they count by. */
const UNITS = {
  _per_s: (what) => `${what} a second`,
  _per_min: (what) => `${what} a minute`,
  _per_address: (what) => `${what} an address`,
  _at_once: (what) => `${what} at once, after a pause`,
  _s: (what) => `seconds of ${what}`,
};

/** `bindings`: what the handshake with one address may carry. */
export function Terms({ contract, bindings = [] }) {
  return html`<${Errors} of=${contract["x-error-codes"] ?? {}} />
    <${Closes} of=${contract["x-close-codes"] ?? []} />
    <${Limits} contract=${contract} />
    <${Access} of=${contract.components.securitySchemes ?? {}} bindings=${bindings} />`;
}

function Errors({ of: codes }) {
  const rows = Object.entries(codes).map(([code, { cause, description }]) => [html`<code>${code}</code>`, cause, html`<${Phrase} text=${description} />`]);
  return html`<section class="terms"><h3 id="errors">Error codes</h3>
    <p>The <code>code</code> of an <a href="#ErrorEvent">error</a>. None of them closes the connection.</p>
    <${Table} label="Error codes" columns=${["Code", "Brought about by", "What it means"]} rows=${rows} /></section>`;
}

function Closes({ of: codes }) {
  const rows = codes.map(({ code, name, may_reconnect, description }) => [String(code), html`<code>${name}</code>`, may_reconnect ? "yes" : "no", html`<${Phrase} text=${description} />`]);
  return html`<section class="terms"><h3 id="closes">Close codes</h3>
    <p>Wait a random time before you connect again, longer after each failure.</p>
    <${Table} label="Close codes" columns=${["Code", "Name", "May reconnect", "What it means"]} rows=${rows} /></section>`;
}

function Limits({ contract }) {
  const rows = Object.entries(contract["x-limits"] ?? {}).map(([name, value]) => [html`<code>${name}</code>`, ...worded(name, value)]);
  const most = contract["x-max-message-bytes"];
  if (most) rows.push([html`<code>max-message-bytes</code>`, whole(most), "bytes of one message of a client"]);
  return html`<section class="terms"><h3 id="limits">Limits</h3>
    <p>What a client may count on; a gateway may allow more.</p>
    <${Table} label="Limits" columns=${["Name", "#Value", "Of what"]} rows=${rows} /></section>`;
}

function worded(name, value) {
  const [ending, unit] = Object.entries(UNITS).find(([each]) => name.endsWith(each)) ?? ["", (what) => what];
  return [whole(value), unit(title(name.slice(0, name.length - ending.length)).toLowerCase())];
}

function Access({ of: schemes, bindings }) {
  const rows = Object.entries(schemes).map(([name, { description, ...scheme }]) => [
    html`<code>${name}</code>`,
    Object.values(scheme).join(", "),
    html`<${Phrase} text=${description} />`,
  ]);
  return html`<section class="terms"><h3 id="access">Access and subprotocols</h3>
    <p>A gateway that asks for a token takes it in any of these ways.</p>
    <${Table} label="Access" columns=${["Scheme", "Kind", "What it is for"]} rows=${rows} />
    ${bindings.length > 0 && html`<${Table} label="What the handshake may carry" columns=${["In the handshake", "Where", "What it is"]} rows=${bindings.map(({ place, name, description }) => [html`<code>${name}</code>`, place, description])} />`}</section>`;
}
