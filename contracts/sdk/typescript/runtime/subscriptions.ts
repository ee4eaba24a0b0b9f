/** Subscriptions: what the user wants to receive, whether or not there is a connection. */

/** A command that changes the subscriptions. */
export interface SubscriptionCommand {
  readonly action: "subscribe" | "unsubscribe";
  readonly fields: { readonly service: string };
}

/** Whether a command changes the subscriptions. Such a command may be repeated, which changes nothing. */
export function isSubscription(command: { action: string; fields: object }): command is SubscriptionCommand {
  return command.action === "subscribe" || command.action === "unsubscribe";
}

const EVERYTHING = "all";
const NOTICES = "system";

/**
 * Every service but some, or only some; and the notices of `system`.
 *
 * `all` is kept as a word and not as a list, because the gateway may have services that this package does not know.
 */
export class Subscriptions {
  readonly #auto: boolean;
  #all: boolean;
  readonly #excluded = new Set<string>();
  readonly #named = new Set<string>();

  /** @param auto Whether connecting subscribes every service. */
  constructor(auto: boolean) {
    this.#auto = auto;
    this.#all = auto;
  }

  /** Take note of a command that the user gives. */
  apply({ action, fields: { service } }: SubscriptionCommand): void {
    if (action === "subscribe") {
      this.#subscribe(service);
    } else {
      this.#unsubscribe(service);
    }
  }

  /** Take note that the gateway refused a command: it would refuse it again. */
  refused({ action, fields: { service } }: SubscriptionCommand): void {
    (action === "subscribe" ? this.#named : this.#excluded).delete(service);
  }

  /** Whether the user wants to receive a service. */
  has(service: string): boolean {
    return this.#named.has(service) || (this.#all && service !== NOTICES && !this.#excluded.has(service));
  }

  /** The commands that make a new connection what the user wants. */
  commands(): SubscriptionCommand[] {
    const commands: SubscriptionCommand[] = [];
    if (this.#all !== this.#auto) {
      commands.push({ action: this.#all ? "subscribe" : "unsubscribe", fields: { service: EVERYTHING } });
    }
    for (const service of this.#excluded) {
      commands.push({ action: "unsubscribe", fields: { service } });
    }
    for (const service of this.#named) {
      commands.push({ action: "subscribe", fields: { service } });
    }
    return commands;
  }

  #subscribe(service: string): void {
    if (service === EVERYTHING) {
      const hasNotices = this.#named.has(NOTICES);
      this.#unsubscribe(EVERYTHING);
      this.#all = true;
      if (hasNotices) {
        this.#named.add(NOTICES);
      }
    } else if (this.#all && service !== NOTICES) {
      this.#excluded.delete(service);
    } else {
      this.#named.add(service);
    }
  }

  #unsubscribe(service: string): void {
    if (service === EVERYTHING) {
      this.#all = false;
      this.#excluded.clear();
      this.#named.clear();
      return;
    }
    this.#named.delete(service);
    if (this.#all && service !== NOTICES) {
      this.#excluded.add(service);
    }
  }
}
