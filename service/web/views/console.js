// Console: talk with an endpoint by hand.
import { Command } from "../console/command.js";
import { commands } from "../console/contract.js";
import { connect, contract, disconnect, endpoint, isMissing, loadContract, phase, send, sent } from "../console/dialogue.js";
import { Log } from "../console/log.js";
import { LANGUAGES, snippet } from "../console/snippets.js";
import { token } from "../access.js";
import { Copy } from "../parts/copy.js";
import { route } from "../route.js";
import { Component, html, live, signal } from "../view.js";

const raw = signal('{"action": "subscrib", "service": "market_dat"}');
const language = signal(LANGUAGES[0]);

const Picker = live(() => {
  const addresses = new Set([...Object.values(contract.value.channels).map((channel) => channel.address), endpoint.value]);
  const isOpen = phase.value === "open";
  return html`<div class="fields">
    <label>Endpoint <select disabled=${phase.value !== "closed"} onChange=${(event) => (endpoint.value = event.target.value)}>${[...addresses].map((address) => html`<option selected=${address === endpoint.value}>${address}</option>`)}</select></label>
    <button type="button" onClick=${isOpen ? disconnect : connect}>${isOpen ? "Disconnect" : "Connect"}</button>
    <span role="status">${{ closed: "Not connected", connecting: "Connecting …", open: "Connected" }[phase.value]}</span>
  </div>`;
});

const Commands = live(() => {
  const isReady = phase.value === "open";
  return html`<section aria-label="Commands">
    ${commands(contract.value, endpoint.value).map((command) => html`<${Command} key=${command.name} command=${command} isReady=${isReady} />`)}
    <form class="command" onSubmit=${(event) => (event.preventDefault(), send(raw.value))}>
      <p>Anything else, right or wrong: mistakes are answered too.</p>
      <div class="fields"><label class="grow">Frame <input class="long" value=${raw.value} onInput=${(event) => (raw.value = event.target.value)} /></label><button type="submit" disabled=${!isReady}>Send</button></div>
    </form>
  </section>`;
});

const CopyAs = live(() => {
  const address = String(new URL(endpoint.value, location.href.replace(/^http/, "ws")));
  return html`<details><summary>Copy this conversation as a program</summary>
    <div class="fields" role="group" aria-label="Language">${LANGUAGES.map((name) => html`<button type="button" aria-pressed=${name === language.value} onClick=${() => (language.value = name)}>${name}</button>`)}</div>
    <${Copy} label="program" text=${snippet(language.value, address, sent.value, token.value !== "")} />
  </details>`;
});

const Desk = live(() => {
  if (contract.value) return html`<${Picker} /><div class="split console"><div><${Commands} /><${CopyAs} /></div><${Log} /></div>`;
  if (isMissing.value) return html`<p class="notice">The contract could not be loaded. <button type="button" onClick=${loadContract}>Try again</button></p>`;
  return html`<p class="notice">The contract is being loaded.</p>`;
});

export class Console extends Component {
  componentDidMount() {
    const wanted = route.value.query.get("endpoint");
    if (wanted?.startsWith("/ws") && wanted !== endpoint.value) {
      disconnect();
      endpoint.value = wanted;
    }
    loadContract();
  }

  render() {
    return html`<h2>Console</h2><${Desk} />`;
  }
}
