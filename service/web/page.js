// A client of the public contract like any other: it knows /ws/market_data and nothing else of the gateway.
const state = document.getElementById("state");
const coins = document.getElementById("coins");
const price = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 8, minimumFractionDigits: 2 });
const short = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 2 });
const change = new Intl.NumberFormat(undefined, { signDisplay: "exceptZero", minimumFractionDigits: 2, maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
let mode = "live";
let delay = 1000;

function say(name, text) {
  state.dataset.state = name;
  state.textContent = text;
}

function cell(text, kind = "") {
  const element = document.createElement("td");
  element.textContent = text;
  element.className = kind;
  return element;
}

function row(coin, data) {
  const element = document.createElement("tr");
  const name = cell(coin);
  const notes = [data.quote_currencies?.[coin], data.price_sources?.[coin]].filter(Boolean);
  if (notes.length) {
    const note = document.createElement("small");
    note.textContent = ` ${notes.join(", ")}`;
    name.append(note);
  }
  const moved = data.price_changes[coin];
  const known = (map, format) => (coin in map ? format.format(map[coin]) : "–");
  element.append(
    name,
    cell(price.format(data.prices[coin])),
    cell(moved === undefined ? "–" : `${change.format(moved)} %`, moved > 0 ? "up" : moved < 0 ? "down" : ""),
    cell(known(data.market_caps, short)),
    cell(known(data.volumes, short)),
  );
  return element;
}

function show(data) {
  const origin = `from ${data.source}, as of ${clock.format(new Date(data.as_of))}`;
  if (data.stale) say("stale", `Stale: ${origin}`);
  else if (mode === "demo") say("demo", `Demo, simulated data ${origin}`);
  else say("live", `Live ${origin}`);
  coins.replaceChildren(...Object.keys(data.prices).map((coin) => row(coin, data)));
}

function connect() {
  const socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/market_data`);
  socket.onmessage = (event) => {
    delay = 1000;
    const message = JSON.parse(event.data);
    if (message.type === "connection_established") mode = message.data.mode;
    if (message.type === "update") show(message.data);
    if (message.type === "error") say("silent", message.data.message);
  };
  socket.onclose = () => {
    const wait = Math.random() * delay;
    delay = Math.min(delay * 2, 30000);
    say("lost", `Connection lost; next try in ${Math.ceil(wait / 1000)} s`);
    setTimeout(connect, wait);
  };
}

connect();
