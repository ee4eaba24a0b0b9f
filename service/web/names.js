// Names: what the gateway calls its services.
import { title } from "./format.js";
import { catalogue } from "./store.js";

export function named(service) {
  return catalogue.value[service]?.name ?? title(service);
}
