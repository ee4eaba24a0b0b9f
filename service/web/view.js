// Views: functions from props to markup, drawn again when a signal that they read changes.
import { Component, createRef, h, render } from "./vendor/preact.mjs";
import { computed, effect, signal } from "./vendor/signals-core.mjs";
import htm from "./vendor/htm.mjs";

export { Component, computed, createRef, effect, render, signal };
export const html = htm.bind(h);

/** Make a component of a function that reads signals. */
export function live(draw) {
  return class extends Component {
    render(props) {
      this.stop?.();
      let drawn = null;
      let isFirst = true;
      this.stop = effect(() => {
        if (!isFirst) {
          this.setState({});
          return;
        }
        isFirst = false;
        drawn = draw(props);
      });
      return drawn;
    }

    componentWillUnmount() {
      this.stop?.();
    }
  };
}
