/**
 * The platform's timers and clock. They are declared here, so that this package compiles without the types of the DOM
 * and without those of Node.
 */

declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const performance: { now(): number };

/** Longer delays overflow in every engine, and the timer fires at once. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** Call something once, later. Returns what cancels it. */
export function after(delayMs: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(delayMs, MAX_DELAY_MS));
  return () => clearTimeout(timer);
}

/** Milliseconds of a clock that nobody sets. */
export function now(): number {
  return performance.now();
}
