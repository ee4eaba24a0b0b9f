// Line: one connection that comes back by itself. It knows the contract's greeting, ping and close codes only.
import { diagnosis, open, token } from "./access.js";
import { delay } from "./backoff.js";

const QUIET_MS = 15_000;
const DEAD_MS = 30_000;
const STEADY_MS = 10_000;
const MOST_WAIT_S = 600;
const FINAL_CODES = new Set([1003, 1008, 1009]);

/**
 * `say(state)` is called with {phase, ...}: `connecting`, `open`, `waiting` (until, code, cause), `ended` (code, reason, cause).
 * `receive(message)` is called with each frame, null for one that is not JSON.
 */
export class Line {
  constructor(path, say, receive) {
    Object.assign(this, { path, say, receive, attempt: 0, opened_at: 0, heard_at: 0, asked_at: 0, round_trip_ms: null });
  }

  connect() {
    clearTimeout(this.timer);
    this.say({ phase: "connecting", attempt: this.attempt });
    const socket = open(this.path);
    this.socket = socket;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.opened_at = this.heard_at = performance.now();
      this.watch = setInterval(() => this.#listen(), 2_000);
    };
    socket.onmessage = (event) => this.#take(parsed(event.data));
    socket.onclose = (event) => this.#lose(socket, event, wasOpen);
  }

  send(command) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(command));
  }

  ping() {
    this.asked_at = performance.now();
    this.send({ action: "ping" });
  }

  close() {
    clearTimeout(this.timer);
    clearInterval(this.watch);
    const { socket } = this;
    this.socket = null;
    socket?.close(1000);
  }

  #take(message) {
    this.heard_at = performance.now();
    if (message?.type === "connection_established") this.say({ phase: "open" });
    if (message?.type === "pong") this.round_trip_ms = performance.now() - this.asked_at;
    this.receive(message);
  }

  /** A connection whose other end vanished looks idle for ever: ask, and give it up when no answer comes. */
  #listen() {
    const silent_ms = performance.now() - this.heard_at;
    if (silent_ms > DEAD_MS) this.#lose(this.socket, { code: 1006, reason: "" }, true);
    else if (silent_ms > QUIET_MS) this.ping();
  }

  async #lose(socket, { code, reason }, wasOpen) {
    if (socket !== this.socket) return;
    clearInterval(this.watch);
    this.socket = null;
    socket.onclose = null;
    socket.close();
    // Who is let in and at once sent away again must not come back every second.
    if (wasOpen && performance.now() - this.opened_at > STEADY_MS) this.attempt = 0;
    const told = wasOpen ? { cause: code === 4401 ? "token" : "lost", retry_after_s: 0 } : await diagnosis();
    if (this.socket) return;
    const { cause } = told;
    if (cause === "token" || (wasOpen && FINAL_CODES.has(code))) {
      this.say({ phase: "ended", code, reason, cause, hadToken: token.value !== "" });
      return;
    }
    const wait_ms = delay(this.attempt++, Math.min(told.retry_after_s, MOST_WAIT_S));
    this.say({ phase: "waiting", code, cause, until: Date.now() + wait_ms });
    this.timer = setTimeout(() => this.connect(), wait_ms);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
