// Endpoint: everything that the contract says about one address.
import { Facts } from "../parts/table.js";
import { html } from "../view.js";
import { Connect, whereabouts } from "./connect.js";
import { talk } from "./contract.js";
import { Phrase, Prose } from "./prose.js";
import { Talk } from "./talk.js";
import { Terms } from "./terms.js";

export function Endpoint({ contract, endpoint }) {
  const messages = talk(contract, endpoint.key);
  const isOnly = endpoint.scope.length === 1;
  return html`<div class="paper"><h2><code>${endpoint.address}</code> ${endpoint.title}</h2>
    <p><${Phrase} text=${endpoint.description} /> <a href="/#/console?endpoint=${endpoint.address}">Try it in the console</a></p>
    <${Facts} of=${facts(endpoint)} />
    <${Connect} endpoint=${endpoint} />
    <${Talk} contract=${contract} talk=${messages} isOpen=${({ interval_s }) => isOnly && interval_s !== undefined} />
    <${Terms} contract=${contract} bindings=${endpoint.bindings} />
    <section aria-labelledby="rules" class="prose"><h3 id="rules">Rules of every address</h3><${Prose} text=${contract.info.description} level=${4} /></section></div>`;
}

function facts({ address, scope, isAuto, welcome, alias, category }) {
  const services = scope.map((name, index) => html`${index > 0 && ", "}<code>${name}</code>`);
  return [
    ["Address", html`<code>${whereabouts({ address })}</code>`],
    ["Services", services],
    ["Subscribed", isAuto ? "on connect" : "by command"],
    ["Category", category],
    ...(welcome ? [["Welcome", welcome]] : []),
    ...(alias ? [["Another name of", html`<a href="/docs/endpoints/${alias.split("/").at(-1)}">${alias}</a>`]] : []),
  ];
}
