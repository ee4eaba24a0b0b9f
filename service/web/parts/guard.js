// Guard: what its children cannot draw breaks nothing around them.
import { Component, html } from "../view.js";

const PAUSE_MS = 2_000;

/** Draws its children again after a while, when newer data may have come. */
export class Guard extends Component {
  state = { mistake: null };

  static getDerivedStateFromError(mistake) {
    return { mistake };
  }

  componentDidUpdate() {
    if (!this.state.mistake) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.setState({ mistake: null }), PAUSE_MS);
  }

  componentWillUnmount() {
    clearTimeout(this.timer);
  }

  render({ children }, { mistake }) {
    return mistake ? html`<p class="notice">This cannot be shown, since the data is not as the contract says (${mistake.message}).</p>` : children;
  }
}
