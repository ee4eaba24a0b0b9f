// Guide: the whole contract on one page, and the HTTP interface below it.
import { Table } from "../parts/table.js";
import { Copy } from "../parts/copy.js";
import { html } from "../view.js";
import { addresses, everything } from "./contract.js";
import { Phrase, Prose } from "./prose.js";
import { Reference } from "./reference.js";
import { Talk } from "./talk.js";
import { Terms } from "./terms.js";

export function Guide({ contract }) {
  const rows = addresses(contract).map(({ name, address, scope, isAuto, description }) => [
    html`<a href="/docs/endpoints/${name}"><code>${address}</code></a>`,
    scope.join(", "),
    isAuto ? "on connect" : "by command",
    html`<${Phrase} text=${description} />`,
  ]);
  return html`<div class="paper"><h2>${contract.info.title} <small>${contract.info.version}</small></h2>
    <section class="prose"><${Prose} text=${contract.info.description} /></section>
    <section class="terms"><h3 id="addresses">Addresses</h3>
      <${Table} label="Addresses" columns=${["Address", "Services", "Subscribed", "What it is for"]} rows=${rows} /></section>
    <${Talk} contract=${contract} talk=${everything(contract)} />
    <${Terms} contract=${contract} />
    <section aria-labelledby="clients"><h3 id="clients">Clients</h3>
      <p>Typed clients that reconnect are written from the contract, for one address each:</p>
      <${Copy} label="command for Python" text="gateway sdk python --endpoint /ws/master -o client" />
      <${Copy} label="command for TypeScript" text="gateway sdk typescript --endpoint /ws/master -o client" /></section></div>
    <${Reference} />`;
}
