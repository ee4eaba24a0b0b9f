// Connect: programs that talk with an endpoint, in several languages.
import { LANGUAGES, snippet } from "../console/snippets.js";
import { Copy } from "../parts/copy.js";
import { Component, html } from "../view.js";
import { typescript } from "./typescript.js";

const TYPED = "TypeScript";

export class Connect extends Component {
  state = { language: LANGUAGES[0] };

  render({ endpoint }) {
    const { language } = this.state;
    const address = whereabouts(endpoint);
    const commands = endpoint.isAuto ? [] : [{ action: "subscribe", service: endpoint.scope[0] }];
    const text = language === TYPED ? typescript(address, commands) : snippet(language, address, commands, false);
    return html`<section aria-labelledby="connect"><h3 id="connect">Connect</h3>
      <div class="fields" role="group" aria-label="Language">${[...LANGUAGES, TYPED].map((name) => html`<button type="button" aria-pressed=${name === language} onClick=${() => this.setState({ language: name })}>${name}</button>`)}</div>
      <${Copy} key=${language} label="program in ${language}" text=${text} />
      <p>A typed client that reconnects, in Python or TypeScript, is written by</p>
      <${Copy} label="command" text="gateway sdk typescript --endpoint ${endpoint.address} -o client" />
    </section>`;
  }
}

/** The address of an endpoint of the gateway that serves this page. */
export function whereabouts({ address }) {
  return String(new URL(address, location.href.replace(/^http/, "ws")));
}
