// Command: the fields of one command of the contract, and the button that sends it.
import { Component, html } from "../view.js";
import { composed } from "./contract.js";
import { send } from "./dialogue.js";

export class Command extends Component {
  state = { typed: {}, mistake: "" };

  type(name, text) {
    this.setState({ typed: { ...this.state.typed, [name]: text }, mistake: "" });
  }

  submit(event) {
    event.preventDefault();
    try {
      const first = Object.fromEntries(this.props.command.fields.filter(({ choices, isRequired }) => choices && isRequired).map(({ name, choices }) => [name, choices[0]]));
      send(JSON.stringify(composed(this.props.command, { ...first, ...this.state.typed })));
    } catch (error) {
      this.setState({ mistake: `Not JSON: ${error.message}` });
    }
  }

  render({ command, isReady }) {
    return html`<form class="command" onSubmit=${(event) => this.submit(event)}>
      <p>${worded(command.summary)}</p>
      <div class="fields">
        ${command.fields.map((field) => this.#field(field))}
        <button type="submit" disabled=${!isReady}>${command.title}</button>
      </div>
      ${this.state.mistake && html`<p class="reason" role="alert">${this.state.mistake}</p>`}
    </form>`;
  }

  #field({ name, choices, isObject, maxLength }) {
    const type = (event) => this.type(name, event.target.value);
    const value = this.state.typed[name] ?? "";
    if (choices) return html`<label>${name} <select onChange=${type}>${choices.map((choice) => html`<option selected=${choice === value}>${choice}</option>`)}</select></label>`;
    return html`<label>${name} <input value=${value} onInput=${type} maxlength=${isObject ? undefined : maxLength} placeholder=${isObject ? "{…}, optional" : "optional"} /></label>`;
  }
}

/** The contract marks words of the protocol with backticks. */
function worded(text) {
  return text.split("`").map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));
}
