// Dialogue: the console's own connection, and its log.
import { ask, open } from "../access.js";
import { signal } from "../view.js";
import { judge } from "./contract.js";

const MOST = 400;

export const contract = signal(null);
/** Whether the contract was asked for in vain. */
export const isMissing = signal(false);
export const endpoint = signal("/ws/market_data");
/** `closed`, `connecting` or `open`. */
export const phase = signal("closed");
export const isPaused = signal(false);
/** The newest first: {id, at, direction: `in` | `out` | `note`, text, frame, verdict, reasons, message}. */
export const log = signal([]);
export const sent = signal([]);

let socket = null;
let waiting = [];
let count = 0;

/** Ask anew each time: a gateway that came back may keep another contract. */
export async function loadContract() {
  isMissing.value = false;
  const { status, body } = await ask("/asyncapi.json");
  if (status === 200 && body) contract.value = body;
  else isMissing.value = true;
}

export function connect() {
  disconnect();
  sent.value = [];
  phase.value = "connecting";
  const own = open(endpoint.value);
  const path = endpoint.value;
  socket = own;
  own.onopen = () => {
    phase.value = "open";
    note(`Connected to ${path}`);
  };
  own.onmessage = (event) => add(received(path, event.data));
  own.onclose = ({ code, reason }) => {
    if (socket === own) phase.value = "closed";
    note(`Closed: ${code}${reason ? `, ${reason}` : ""}`);
  };
}

export function disconnect() {
  const own = socket;
  socket = null;
  phase.value = "closed";
  own?.close(1000);
}

/** Send text as it is, right or wrong: mistakes are answered too. */
export function send(text) {
  if (socket?.readyState !== WebSocket.OPEN) return;
  socket.send(text);
  const frame = parsed(text);
  if (frame !== undefined) sent.value = [...sent.value, frame];
  add({ direction: "out", text, frame });
}

export function pause(wanted) {
  isPaused.value = wanted;
  if (wanted) return;
  log.value = [...waiting, ...log.value].slice(0, MOST);
  waiting = [];
}

export function clear() {
  waiting = [];
  log.value = [];
}

function received(path, text) {
  const frame = parsed(text);
  if (frame === undefined) return { direction: "in", text, verdict: "invalid", reasons: ["It is not JSON."] };
  return { direction: "in", text, frame, ...(contract.value ? judge(contract.value, path, frame) : { verdict: "not judged", reasons: ["The contract is not loaded."] }) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function note(text) {
  add({ direction: "note", text });
}

function add(entry) {
  const entire = { id: count++, at: new Date().toISOString(), ...entry };
  if (isPaused.value) waiting = [entire, ...waiting].slice(0, MOST);
  else log.value = [entire, ...log.value].slice(0, MOST);
}
