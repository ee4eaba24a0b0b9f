// Series: the newest values of many figures, for their charts.
import { signal } from "./view.js";

const MOST_NAMES = 200;

export class Series {
  #points = new Map();

  constructor(most) {
    this.most = most;
    /** Rises with each addition: whoever draws reads it. */
    this.version = signal(0);
  }

  /** Add one value of each figure; an instant that is there already is a repetition. */
  add(at_s, values) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== "number" || (this.#points.size >= MOST_NAMES && !this.#points.has(name))) continue;
      const points = this.#points.get(name) ?? [[], []];
      if (points[0].at(-1) >= at_s) continue;
      points[0].push(at_s);
      points[1].push(value);
      if (points[0].length > this.most) points.forEach((column) => column.shift());
      this.#points.set(name, points);
    }
    this.version.value += 1;
  }

  /** [instants in Unix seconds, values], the oldest first. */
  of(name) {
    this.version.value;
    return this.#points.get(name) ?? [[], []];
  }
}
