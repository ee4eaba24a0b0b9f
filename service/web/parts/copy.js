// Copy: a line of text and the button that takes it to the clipboard, where the browser allows that.
import { Component, createRef, html } from "../view.js";

export class Copy extends Component {
  text = createRef();
  state = { said: "" };

  async take() {
    getSelection().selectAllChildren(this.text.current);
    try {
      await navigator.clipboard.writeText(this.props.text);
      this.setState({ said: "Copied" });
    } catch {
      this.setState({ said: "Selected: press Ctrl+C" });
    }
  }

  render({ text, label }) {
    return html`<div class="copy">
      <pre tabindex="0" aria-label=${label} ref=${this.text}>${text}</pre>
      <button type="button" onClick=${() => this.take()} aria-label="Copy ${label}">Copy</button>
      <span role="status">${this.state.said}</span>
    </div>`;
  }
}
