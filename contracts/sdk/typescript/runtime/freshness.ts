/** Freshness: which of the services that should be heard regularly have fallen silent. */

import { after, now } from "./clock.js";
import type { Silence } from "./events.js";

/** Clocks, one for each service that is watched. They run while there is no connection, too. */
export class Freshness {
  readonly #intervals: Readonly<Record<string, number>>;
  readonly #factor: number;
  readonly #tell: (silence: Silence<string>) => void;
  readonly #heardAt = new Map<string, number>();
  readonly #newest = new Map<string, string>();
  readonly #stale = new Set<string>();
  #cancel = (): void => undefined;

  /**
   * @param intervals The interval of each service, in seconds.
   * @param factor What makes of an interval the silence that is too long, in milliseconds.
   * @param tell Called once for each silence.
   */
  constructor(
    intervals: Readonly<Record<string, number>>,
    factor: number,
    tell: (silence: Silence<string>) => void,
  ) {
    this.#intervals = intervals;
    this.#factor = factor;
    this.#tell = tell;
  }

  /** The services that are silent for too long. */
  get stale(): string[] {
    return [...this.#stale];
  }

  /** The shortest silence that is too long, in milliseconds; Infinity when nothing is watched. */
  get shortestLimitMs(): number {
    return Math.min(...[...this.#heardAt.keys()].map((service) => this.#limitMs(service)));
  }

  /** Watch the services for which `wanted` holds, and no others. The clock of a new one starts now. */
  watch(wanted: (service: string) => boolean): void {
    for (const service of Object.keys(this.#intervals)) {
      if (!wanted(service)) {
        this.#heardAt.delete(service);
        this.#stale.delete(service);
      } else if (!this.#heardAt.has(service)) {
        this.#heardAt.set(service, now());
      }
    }
    this.#schedule();
  }

  /** Whether all that is watched is silent for too long. */
  get isSilent(): boolean {
    return this.#stale.size > 0 && this.#stale.size === this.#heardAt.size;
  }

  /**
   * Start the clock of a service again. An update that was heard before does not count: a gateway whose publishers hang
   * sends it to every new connection.
   *
   * @returns whether it is news.
   */
  heard(service: string, timestamp: string): boolean {
    if (!this.#heardAt.has(service) || this.#newest.get(service) === timestamp) {
      return false;
    }
    this.#newest.set(service, timestamp);
    this.#heardAt.set(service, now());
    if (this.#stale.delete(service)) {
      this.#schedule();
    }
    return true;
  }

  stop(): void {
    this.#cancel();
    this.#heardAt.clear();
    this.#stale.clear();
  }

  #limitMs(service: string): number {
    return (this.#intervals[service] ?? Infinity) * this.#factor;
  }

  /** Look again when the next silence may be too long. Updates in between only put that off. */
  #schedule(): void {
    this.#cancel();
    const waits = [...this.#heardAt]
      .filter(([service]) => !this.#stale.has(service))
      .map(([service, heardAt]) => heardAt + this.#limitMs(service) - now());
    if (waits.length > 0) {
      this.#cancel = after(Math.max(1, Math.min(...waits)), () => this.#look());
    }
  }

  #look(): void {
    const silences: Silence<string>[] = [];
    for (const [service, heardAt] of this.#heardAt) {
      const silentMs = now() - heardAt;
      if (silentMs >= this.#limitMs(service) && !this.#stale.has(service)) {
        this.#stale.add(service);
        silences.push({ service, silentMs });
      }
    }
    this.#schedule();
    silences.forEach(this.#tell);
  }
}
