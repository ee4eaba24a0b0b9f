// Whale tracking: the transfers, and who moved most.
import { Age } from "../parts/age.js";
import { Transaction } from "../parts/link.js";
import { Facts, Table } from "../parts/table.js";
import { decimal, duration, shortUsd, title, whole } from "../format.js";
import { html } from "../view.js";

function shortened(address) {
  return address ? html`<code title=${address}>${address.slice(0, 6)}…${address.slice(-4)}</code>` : html`<span class="faint">many, or unknown</span>`;
}

export function Whales({ data }) {
  const transfers = data.large_transactions.slice(0, 50).map((transfer) => [
    html`<${Transaction} chain=${transfer.chain} hash=${transfer.hash} /> ${transfer.new && html`<span class="chip">new</span>`}`,
    shortUsd(transfer.value_usd),
    html`${transfer.includes_change ? "≤ " : ""}${decimal(transfer.value)} ${transfer.asset}`,
    title(transfer.chain),
    shortened(transfer.from),
    shortened(transfer.to),
    html`<${Age} of=${transfer.timestamp} />`,
  ]);
  const wallets = data.whale_wallets.map((wallet) => [shortened(wallet.address), title(wallet.chain ?? "–"), shortUsd(wallet.total_usd), whole(wallet.transactions)]);
  return html`<${Facts} of=${[["Moved in the window", shortUsd(data.total_volume)], ["Counted from", shortUsd(data.alert_threshold)], ["Window", duration(data.window_s)]]} />
    <h3>Transfers</h3>
    <${Table} label="Large transfers" columns=${["Transaction", "#Worth", "#Amount", "Chain", "From", "To", "Age"]} rows=${transfers} empty="None so large in the window." />
    <h3>Who moved most</h3>
    <${Table} label="Addresses that moved most" columns=${["Address", "Chain", "#Moved", "#Transfers"]} rows=${wallets} />`;
}
