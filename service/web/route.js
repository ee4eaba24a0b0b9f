// Route: the view that the address names, such as `#/services/news` or `#/console?endpoint=/ws/news`.
import { signal } from "./view.js";

export const route = signal(read());

function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view = "", name = ""] = path.split("/").map(decodeURIComponent);
  return { view: view || "overview", name, query: new URLSearchParams(query) };
}

export function follow(moved) {
  addEventListener("hashchange", () => {
    const before = route.value.view;
    route.value = read();
    if (route.value.view !== before) moved();
  });
}
