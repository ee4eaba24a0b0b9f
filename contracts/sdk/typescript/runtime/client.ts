/** Client: one conversation with a gateway, over as many connections as it takes. */

import { finality } from "./ending.js";
import { CommandTimeout, ConnectionClosed, ConnectionLost, UnexpectedReply } from "./errors.js";
import { isFrame, parse } from "./frame.js";
import { Freshness } from "./freshness.js";
import { Heartbeat } from "./heartbeat.js";
import { Line } from "./line.js";
import { Listeners } from "./listeners.js";
import { settings } from "./options.js";
import { Requests } from "./requests.js";
import { dialling } from "./socket.js";
import { Subscriptions, isSubscription } from "./subscriptions.js";
import type { Contract, Frame, Protocol } from "./contract.js";
import type { GatewayError } from "./errors.js";
import type { ClientEvents, Silence, StateChange } from "./events.js";
import type { ClientOptions } from "./options.js";
import type { Fields, Request } from "./requests.js";

/** What all clients have in common. A generated client adds a method for each command. */
export abstract class Client<P extends Protocol> {
  readonly #contract: Contract;
  readonly #listeners = new Listeners();
  readonly #line: Line;
  readonly #requests: Requests;
  readonly #restoring = new WeakSet<Request>();
  readonly #subscriptions: Subscriptions;
  readonly #freshness: Freshness;
  readonly #heartbeat: Heartbeat;
  #hasNews = false;

  constructor(url: string, contract: Contract, options: ClientOptions) {
    const chosen = settings(options);
    this.#contract = contract;
    this.#line = new Line(dialling(url, contract, options), finality(contract, options), chosen, {
      heard: (data) => this.#heard(data),
      lost: (code, reason) => this.#lost(code, reason),
      changed: (change) => this.#changed(change),
    });
    this.#requests = new Requests(chosen.commandTimeoutMs, contract.maxMessageBytes);
    this.#subscriptions = new Subscriptions(contract.auto);
    const limitMs = 1000 * chosen.intervalScale * chosen.staleIntervals;
    this.#freshness = new Freshness(contract.intervals, limitMs, (silence) => this.#silent(silence));
    this.#heartbeat = new Heartbeat({
      quietMs: () => Math.min(chosen.heartbeatMs, this.#freshness.shortestLimitMs),
      answerMs: chosen.commandTimeoutMs,
      ask: () => this.#line.send('{"action":"ping"}'),
      giveUp: () => this.#line.drop("the gateway is silent"),
    });
  }

  /** Where the client is: `idle` until `connect`, and `closed` for good. */
  get state(): StateChange["state"] | "idle" {
    return this.#line.change.state;
  }

  /** The services that the user wants to receive and that this package knows, in the order of the contract. */
  get subscriptions(): (keyof P["updates"] & string)[] {
    return this.#services().filter((service) => this.#subscriptions.has(service));
  }

  /** The services among them that have been silent for too long. */
  get stale(): (keyof P["updates"] & string)[] {
    return this.#freshness.stale;
  }

  /**
   * Connect, and from then on connect again whenever the connection is lost.
   *
   * Resolves when the gateway has greeted, after as many attempts as it takes.
   * Rejects with ConnectionClosed when the client is closed before, by whomever.
   */
  async connect(): Promise<void> {
    if (this.state === "idle") {
      this.#watch();
      this.#line.attempt();
    }
    while (this.state !== "open") {
      this.#refuseIfClosed();
      await new Promise<void>((resolve) => {
        const forget = this.#listeners.add("state", () => {
          forget();
          resolve();
        });
      });
    }
  }

  /** Close the connection for good. Commands without a reply reject with ConnectionClosed. */
  close(): void {
    this.#line.close();
  }

  /** Call a handler for each event of a name. Returns what takes the handler away again. */
  on<K extends keyof ClientEvents<P> & string>(name: K, handle: (event: ClientEvents<P>[K]) => void): () => void {
    return this.#listeners.add(name, handle);
  }

  /** Make the error of a command that the gateway refused. */
  protected abstract refusal(action: string, event: P["error"]): GatewayError;

  /** Send a command as soon as there is a connection, and return its reply. */
  protected async command<A extends keyof P["replies"] & string>(action: A, fields: Fields): Promise<P["replies"][A]> {
    this.#refuseIfClosed();
    const request = this.#requests.add(action, fields);
    if (isSubscription(request)) {
      this.#subscriptions.apply(request);
      this.#watch();
    }
    if (this.state === "open") {
      this.#send(request);
    }
    return (await request.reply) as P["replies"][A];
  }

  #services(): string[] {
    return [...Object.keys(this.#contract.intervals), "system"];
  }

  #watch(): void {
    this.#freshness.watch((service) => this.#subscriptions.has(service));
    this.#heartbeat.adjust();
  }

  #refuseIfClosed(): void {
    const { change } = this.#line;
    if (change.state === "closed") {
      throw new ConnectionClosed(change.code, change.reason);
    }
  }

  #send(request: Request): void {
    request.isSent = true;
    this.#line.send(request.text);
  }

  #changed(change: StateChange): void {
    if (change.state === "closed") {
      this.#heartbeat.stop();
      this.#freshness.stop();
      this.#requests.end(new ConnectionClosed(change.code, change.reason));
    }
    this.#listeners.tell("state", change);
  }

  #lost(code: number, reason: string): void {
    this.#hasNews = false;
    this.#heartbeat.stop();
    this.#requests.lose(
      (request) => isSubscription(request) && !this.#restoring.has(request),
      (request) => new ConnectionLost(request.action, code, reason),
    );
  }

  #silent(silence: Silence<string>): void {
    this.#listeners.tell("stale", silence);
    // Who answers and publishes nothing may be one of several gateways behind an address.
    if (this.#freshness.isSilent && this.#hasNews) {
      this.#line.drop("no service sends anything new");
    }
  }

  #heard(data: unknown): void {
    this.#heartbeat.heard();
    const frame = parse(data);
    if (!isFrame(frame)) {
      this.#listeners.tell("unknown", frame);
      return;
    }
    if (this.state === "connecting" && frame.type === this.#contract.greeting) {
      this.#heartbeat.start();
      this.#restore();
      this.#line.open();
    }
    const request = frame.type === "update" ? undefined : this.#requests.answeredBy(frame);
    if (request !== undefined) {
      this.#answer(request, frame);
    }
    this.#tell(frame, request === undefined || this.#restoring.has(request));
  }

  /** Make the new connection what the user wants, and give it the commands that wait for one. */
  #restore(): void {
    const waiting = this.#requests.all();
    for (const { action, fields } of this.#subscriptions.commands()) {
      if (!waiting.some((request) => request.action === action && request.fields["service"] === fields.service)) {
        const request = this.#requests.add(action, fields);
        this.#restoring.add(request);
        request.reply.catch((error: unknown) => {
          if (error instanceof CommandTimeout) {
            this.#line.drop(error.message);
          }
        });
        this.#send(request);
      }
    }
    waiting.forEach((request) => this.#send(request));
  }

  #answer(request: Request, frame: Frame): void {
    if (frame.type === this.#contract.replies[request.action]) {
      request.resolve(frame);
    } else if (frame.type === "error") {
      if (isSubscription(request)) {
        this.#subscriptions.refused(request);
        this.#watch();
      }
      request.reject(this.refusal(request.action, frame));
    } else {
      request.reject(new UnexpectedReply(request.action, frame.type));
    }
  }

  #tell(frame: Frame, isUnasked: boolean): void {
    const isUpdate = frame.type === "update";
    if (!(isUpdate ? this.#services().includes(frame.service) : this.#contract.types.includes(frame.type))) {
      this.#listeners.tell("unknown", frame);
      return;
    }
    this.#listeners.tell("event", frame);
    if (isUpdate && this.#subscriptions.has(frame.service)) {
      this.#hasNews = this.#freshness.heard(frame.service, frame.timestamp) || this.#hasNews;
      this.#listeners.tell(frame.service, frame);
      this.#listeners.tell("update", frame);
    } else if (frame.type === "error" && isUnasked) {
      this.#listeners.tell("error", frame);
    }
  }
}
