// The dashboard: a client of the public contract like any other.
import { follow } from "./route.js";
import { Shell, skip, state } from "./shell.js";
import { watch } from "./stats.js";
import { start } from "./store.js";
import { effect, html, render } from "./view.js";

const root = document.getElementById("root");
root.replaceChildren();
render(html`<${Shell} />`, root);
follow(skip);
watch();
start();
// Whoever has the page in a tab behind others sees there how things stand.
effect(() => {
  document.title = `${state.value.title} · Crypto gateway`;
});
