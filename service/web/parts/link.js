// Link: an address that came with the data. Only web addresses become links.
import { mode } from "../store.js";
import { html } from "../view.js";

/** Where a transaction can be looked up, by chain; in a demonstration they are invented. */
const EXPLORERS = {
  bitcoin: "https://mempool.space/tx/",
  bsc: "https://bscscan.com/tx/",
  ethereum: "https://etherscan.io/tx/",
  polygon: "https://polygonscan.com/tx/",
};

export function Link({ to, children }) {
  return /^https?:\/\//.test(to ?? "")
    ? html`<a href=${to} target="_blank" rel="noopener noreferrer">${children}</a>`
    : html`<span>${children}</span>`;
}

export function Transaction({ chain, hash }) {
  const text = `${hash.slice(0, 8)}…${hash.slice(-4)}`;
  const address = mode.value === "live" && EXPLORERS[chain];
  return address ? html`<${Link} to=${address + encodeURIComponent(hash)}><code>${text}</code><//>` : html`<code title=${hash}>${text}</code>`;
}
