// Age: how long ago something was, counted on.
import { age } from "../clock.js";
import { dayTime, duration } from "../format.js";
import { html, live } from "../view.js";

export const Age = live(({ of }) =>
  of ? html`<time datetime=${of} title=${dayTime(of)}>${duration(age(of))} ago</time>` : html`<span>–</span>`,
);
