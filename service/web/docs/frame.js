// Frame: what stands around every page of the documents: the ways to the other pages, and back to the dashboard.
import { html } from "../view.js";
import { addresses } from "./contract.js";

const GUIDE = [
  ["send", "Commands"],
  ["receive", "Events"],
  ["errors", "Error codes"],
  ["closes", "Close codes"],
  ["limits", "Limits"],
  ["access", "Access"],
  ["clients", "Clients"],
  ["http", "HTTP"],
];
const DOCUMENTS = [
  ["/asyncapi.yaml", "AsyncAPI"],
  ["/asyncapi.json", "AsyncAPI as JSON"],
  ["/schema", "OpenAPI"],
  ["/llms.txt", "For language models"],
];

export function Frame({ contract, page, children }) {
  return html`<header>
      <a class="skip" href="#main">To the content</a>
      <h1>Crypto gateway</h1>
      <nav aria-label="Parts"><ul>
        <li><a href="/#/overview">Dashboard</a></li>
        <li><a href="/#/console">Console</a></li>
        <li><a href="/docs" aria-current="page">Documents</a></li>
      </ul></nav>
    </header>
    <div class="split docs">
      <nav aria-label="Documents">
        <p><a class="entry" href="/docs" aria-current=${page === "/docs" ? "page" : undefined}><strong>The contract</strong></a></p>
        <ul class="entries">${GUIDE.map(([id, name]) => html`<li><a class="entry" href="/docs#${id}">${name}</a></li>`)}</ul>
        ${contract && html`<p class="faint">Addresses</p><ul class="entries">${addresses(contract).map(({ name, address }) => html`<li><a class="entry" href="/docs/endpoints/${name}" aria-current=${page === `/docs/endpoints/${name}` ? "page" : undefined}><code>${address}</code></a></li>`)}</ul>`}
      </nav>
      <main id="main" tabindex="-1">${children}</main>
    </div>
    <footer>${DOCUMENTS.map(([address, name]) => html`<a href=${address}>${name}</a> `)}</footer>`;
}
