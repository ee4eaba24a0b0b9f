// Clock: the second that views are drawn in, by the gateway's clock as far as frames tell it.
import { signal } from "./view.js";

let skew_ms = null;

/** Milliseconds of Unix time, gateway's. */
export const now = signal(Date.now());

/** Learn from a frame that has just been made: the least delayed one tells the difference best. */
export function learn(timestamp) {
  const seen = Date.parse(timestamp) - Date.now();
  if (!Number.isNaN(seen) && (skew_ms === null || seen > skew_ms)) skew_ms = seen;
}

export function forget() {
  skew_ms = null;
}

export function gatewayTime() {
  return Date.now() + (skew_ms ?? 0);
}

/** Seconds since an instant, never negative. */
export function age(timestamp) {
  return Math.max(0, (now.value - Date.parse(timestamp)) / 1000);
}

export function tick() {
  now.value = gatewayTime();
}
