// Happenings: what the gateway has said of itself since the page was opened.
import { plain, time } from "../format.js";
import { notices } from "../store.js";
import { html, live } from "../view.js";

const MOST = 8;

export const Happenings = live(
  () =>
    notices.value.length > 0 &&
    html`<h2 class="lesser">Notices since this page was opened</h2>
      <ol class="timeline">${notices.value.slice(0, MOST).map((notice) => html`<li><time datetime=${notice.timestamp}>${time(notice.timestamp)}</time> <span class="chip">${notice.notice}</span> ${plain(notice.message)}</li>`)}</ol>`,
);
