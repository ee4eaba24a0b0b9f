// The dashboard: a client of the public contract like any other.
import { follow } from "./route.js";
import { Shell, skip } from "./shell.js";
import { watch } from "./stats.js";
import { start } from "./store.js";
import { html, render } from "./view.js";

const root = document.getElementById("root");
root.replaceChildren();
render(html`<${Shell} />`, root);
follow(skip);
watch();
start();
