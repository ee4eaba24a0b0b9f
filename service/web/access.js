// Access: the token, kept for this tab only, and what is asked over HTTP with it.
import { signal } from "./view.js";

const KEY = "gateway-token";
const PROTOCOL = "gateway.v1+json";

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

/** GET a JSON document: `{status, body}`; the status is 0 when nobody answers. */
export async function ask(path) {
  const headers = token.value ? { Authorization: `Bearer ${token.value}` } : {};
  try {
    const response = await fetch(path, { headers, cache: "no-store", signal: AbortSignal.timeout(10_000) });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

/** Why a handshake failed. Browsers do not tell, so the gateway is asked over HTTP. */
export async function diagnosis() {
  const { status } = await ask("/ws/stats");
  if (status === 0) return "unreachable";
  if (status === 401 || status === 403) return "token";
  const { body } = await ask("/health/ready");
  if (body?.status === "draining") return "leaving";
  return isLiteral(location.hostname) ? "busy" : "refused";
}

/** Whether an address is a number or `localhost`: pages at such ones are let in whatever the settings are. */
function isLiteral(hostname) {
  return hostname === "localhost" || /^[\d.]+$/.test(hostname) || hostname.startsWith("[");
}
