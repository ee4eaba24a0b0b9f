/** Requests: commands that wait for their replies. */

import { after } from "./clock.js";
import { CommandTimeout, MessageTooBig } from "./errors.js";
import { requestId } from "./frame.js";
import type { Frame } from "./contract.js";

declare class TextEncoder {
  encode(text: string): { readonly length: number };
}

/** The fields of a command besides `action` and `request_id`. */
export type Fields = Readonly<Record<string, unknown>>;

/** A command on its way. */
export class Request {
  readonly action: string;
  readonly fields: Fields;
  /** The frame. */
  readonly text: string;
  readonly reply: Promise<Frame>;
  /** Whether it was given to the connection that there is now. */
  isSent = false;
  #resolve!: (frame: Frame) => void;
  #reject!: (error: Error) => void;
  readonly #over: () => void;

  /** @param over Called when it has its reply, or will never have one. */
  constructor(action: string, fields: Fields, text: string, over: () => void) {
    this.action = action;
    this.fields = fields;
    this.text = text;
    this.#over = over;
    this.reply = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  resolve(frame: Frame): void {
    this.#over();
    this.#resolve(frame);
  }

  reject(error: Error): void {
    this.#over();
    this.#reject(error);
  }
}

/** The commands without a reply, in the order in which they were given. Each ends within the timeout. */
export class Requests {
  readonly #requests = new Map<string, Request>();
  readonly #timeoutMs: number;
  readonly #maxBytes: number;
  #count = 0;

  constructor(timeoutMs: number, maxBytes: number) {
    this.#timeoutMs = timeoutMs;
    this.#maxBytes = maxBytes;
  }

  /**
   * Take in a command. Fields that are undefined are left out.
   *
   * @throws MessageTooBig when the gateway would not read it.
   */
  add(action: string, fields: Fields): Request {
    this.#count += 1;
    const id = `${this.#count}`;
    const text = JSON.stringify({ action, ...fields, request_id: id });
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > this.#maxBytes) {
      throw new MessageTooBig(action, bytes, this.#maxBytes);
    }
    const request = new Request(action, fields, text, () => {
      cancel();
      this.#requests.delete(id);
    });
    const cancel = after(this.#timeoutMs, () => request.reject(new CommandTimeout(action, this.#timeoutMs)));
    this.#requests.set(id, request);
    return request;
  }

  /** Return the command that a frame answers, if it answers one. */
  answeredBy(frame: Frame): Request | undefined {
    const id = requestId(frame);
    return typeof id === "string" ? this.#requests.get(id) : undefined;
  }

  /** All of them. */
  all(): Request[] {
    return [...this.#requests.values()];
  }

  /** Go on without the connection: of what was sent, some may be sent again, and the rest fails. */
  lose(mayRepeat: (request: Request) => boolean, error: (request: Request) => Error): void {
    for (const request of this.all().filter(({ isSent }) => isSent)) {
      if (mayRepeat(request)) {
        request.isSent = false;
      } else {
        request.reject(error(request));
      }
    }
  }

  /** Fail them all. */
  end(error: Error): void {
    for (const request of this.all()) {
      request.reject(error);
    }
  }}
