// Store: what has come over the line since the page was opened.
import { ask, keep } from "./access.js";
import { forget, learn, now, tick } from "./clock.js";
import { Line } from "./line.js";
import { Series } from "./series.js";
import { standing } from "./standing.js";
import { computed, signal } from "./view.js";

const PING_MS = 10_000;
const RATE_WINDOW_S = 10;
const MOST_NOTICES = 50;
const MOST_CHECKS = 48;

export const link = signal({ phase: "connecting", attempt: 0 });
export const mode = signal(null);
/** The name of each service that this gateway carries for us, in the contract's order. */
export const names = signal([]);
/** By service: {data, at, pace_s, error}; `error` says that it has no data. */
export const services = signal({});
/** By service: name, description, interval_s, endpoints, category. */
export const catalogue = signal({});
/** How each service stands that is on offer: a gateway that came back may carry less. */
export const standings = computed(() => Object.fromEntries(names.value.map((name) => [name, standing(services.value[name], catalogue.value[name]?.interval_s, now.value)])));
/** The newest first: {notice, message, service, timestamp}. */
export const notices = signal([]);
export const leaving = signal(null);
export const messages = signal(0);
export const messages_per_s = signal(0);
export const round_trip_ms = signal(null);
/** By `coin`, and by `metric` of onchain: their values since the page was opened. */
export const prices = new Series(720);
export const metrics = new Series(720);
/** Columns of provider states: {at, states: {provider: {status, last_error}}}. */
export const checks = signal([]);

const arrivals = [];
const line = new Line("/ws/master", hear, receive);

export function start() {
  line.connect();
  setInterval(() => {
    tick();
    measure();
  }, 1000);
  setInterval(() => line.ping(), PING_MS);
}

export function retry() {
  line.close();
  line.connect();
}

export function enter(text) {
  keep(text);
  retry();
}

function hear(state) {
  link.value = state;
  if (state.phase !== "open") return;
  forget();
  leaving.value = null;
  line.send({ action: "subscribe", service: "all" });
  line.send({ action: "subscribe", service: "system" });
  line.ping();
  loadCatalogue();
}

async function loadCatalogue() {
  const { body } = await ask("/ws/services");
  if (!body?.data) return;
  const entries = Object.entries(body.data).flatMap(([category, found]) => Object.entries(found).map(([name, entry]) => [name, { ...entry, category }]));
  catalogue.value = Object.fromEntries(entries);
}

function receive(message) {
  arrivals.push(performance.now());
  messages.value += 1;
  if (typeof message?.data !== "object" || message.data === null) return;
  const { service, type, data, timestamp } = message;
  if (type === "connection_established") {
    mode.value = data.mode;
    names.value = data.available_services ?? [];
  }
  if (type === "pong") round_trip_ms.value = line.round_trip_ms;
  if (type === "error" && data.code === "source_unavailable") {
    put(data.service, { ...services.value[data.service], error: data.message });
  }
  if (type !== "update") return;
  learn(timestamp);
  tick();
  if (service === "system") notice(data);
  else put(service, { data, at: timestamp, pace_s: (Date.parse(timestamp) - Date.parse(services.value[service]?.at)) / 1000 || 0, error: null });
  remember(service, data, timestamp);
}

function put(service, entry) {
  services.value = { ...services.value, [service]: entry };
}

function notice(data) {
  notices.value = [data, ...notices.value].slice(0, MOST_NOTICES);
  if (data.notice === "shutdown") leaving.value = data;
}

function remember(service, data, timestamp) {
  const at_s = Date.parse(timestamp) / 1000;
  if (service === "market_data") prices.add(at_s, data.prices ?? {});
  if (service === "onchain") metrics.add(at_s, Object.fromEntries(Object.keys(data.metrics ?? {}).map((name) => [name, data[name]])));
  if (service === "health_checker") checks.value = [...checks.value, { at: timestamp, states: data.providers ?? {} }].slice(-MOST_CHECKS);
}

function measure() {
  const start = performance.now() - RATE_WINDOW_S * 1000;
  while (arrivals.length && arrivals[0] < start) arrivals.shift();
  messages_per_s.value = arrivals.length / RATE_WINDOW_S;
}
