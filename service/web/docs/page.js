// The documents: `/docs`, and one page for each endpoint, all of it read from the contract.
import { ask } from "../access.js";
import { html, render } from "../view.js";
import { addresses } from "./contract.js";
import { Endpoint } from "./endpoint.js";
import { Frame } from "./frame.js";
import { Guide } from "./guide.js";

const root = document.getElementById("root");
const { body: contract } = await ask("/asyncapi.json");
root.replaceChildren();
render(html`<${Frame} contract=${contract} page=${location.pathname.replace(/\/$/, "")}>${contract ? content() : absent()}<//>`, root);
addEventListener("hashchange", reveal);
reveal();

function content() {
  const name = location.pathname.match(/^\/docs\/endpoints\/([^/]+)/)?.[1];
  const found = addresses(contract).find((each) => each.name === name);
  if (found) document.title = `${found.address} · Crypto gateway`;
  return found ? html`<${Endpoint} contract=${contract} endpoint=${found} />` : html`<${Guide} contract=${contract} />`;
}

function absent() {
  return html`<h2>The contract did not come</h2><p role="alert">The gateway does not answer. <a href=${location.pathname}>Try again</a></p>`;
}

/** Show what the address names, which did not exist when the browser looked for it, and may be folded. */
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}
