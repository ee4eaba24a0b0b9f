// News: the newest articles first.
import { Age } from "../parts/age.js";
import { Link } from "../parts/link.js";
import { html } from "../view.js";

export function News({ data }) {
  return html`<ol class="news">
    ${data.articles.slice(0, 40).map(
      (article) => html`<li key=${article.url}>
        <${Link} to=${article.url}>${article.title}<//>
        <small>${article.source} · <${Age} of=${article.published_at} /> ${(article.categories ?? []).map((category) => html` <span class="chip">${category}</span>`)}</small>
      </li>`,
    )}
  </ol>`;
}
