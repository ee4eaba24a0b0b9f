// Access: the token, kept for this tab only, and what is asked over HTTP with it.
import { signal } from "./view.js";

const KEY = "gateway-token";
const PROTOCOL = "gateway.v1+json";
const PATIENCE_MS = 10_000;

export const token = signal(sessionStorage.getItem(KEY) ?? "");

export function keep(text) {
  token.value = text;
  if (text) sessionStorage.setItem(KEY, text);
  else sessionStorage.removeItem(KEY);
}

/** Open a WebSocket; browsers can show a token only as a subprotocol. */
export function open(path) {
  const address = new URL(path, location.href.replace(/^http/, "ws"));
  return new WebSocket(address, token.value ? [PROTOCOL, `bearer.${token.value}`] : []);
}

/** GET a text: `{status, text, retry_after_s}`; the status is 0 when nobody answers. */
export async function read(path) {
  const headers = token.value ? { Authorization: `Bearer ${token.value}` } : {};
  try {
    const response = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    return { status: response.status, text: await response.text(), retry_after_s: Number(response.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, text: "", retry_after_s: 0 };
  }
}

/** GET a JSON document: `{status, body, retry_after_s}`; the body is null when it is none. */
export async function ask(path) {
  const { text, ...answer } = await read(path);
  try {
    return { ...answer, body: JSON.parse(text) };
  } catch {
    return { ...answer, body: null };
  }
}

/** Why a handshake failed, and how long to stay away. Browsers do not tell, so the gateway is asked over HTTP. */
export async function diagnosis() {
  const { status, retry_after_s } = await ask("/ws/stats");
  if (status === 0) return { cause: "unreachable", retry_after_s };
  if (status === 401 || status === 403) return { cause: "token", retry_after_s };
  if (status !== 200) return { cause: "busy", retry_after_s };
  const ready = await ask("/health/ready");
  if (ready.body?.status === "draining") return { cause: "leaving", retry_after_s: ready.retry_after_s };
  return { cause: isLiteral(location.hostname) ? "busy" : "refused", retry_after_s };
}

/** Whether an address is a number or `localhost`: pages at such ones are let in whatever the settings are. */
function isLiteral(hostname) {
  return hostname === "localhost" || /^[\d.]+$/.test(hostname) || hostname.startsWith("[");
}
