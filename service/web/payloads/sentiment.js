// Sentiment: a gauge from bearish to bullish.
import { Status } from "../parts/status.js";
import { Facts } from "../parts/table.js";
import { decimal, share, title, whole } from "../format.js";
import { html } from "../view.js";

const MOST_TOPICS = 50;

function Gauge({ score, word }) {
  const angle = Math.PI * (1 - score);
  const x = (60 + 44 * Math.cos(angle)).toFixed(1);
  const y = (60 - 44 * Math.sin(angle)).toFixed(1);
  return html`<svg class="gauge" viewBox="0 0 120 74" role="img" aria-label="Score ${share(score)} on the way from bearish to bullish: ${word}">
    <path d="M10 60 A50 50 0 0 1 110 60" />
    <line x1="60" y1="60" x2=${x} y2=${y} />
    <circle cx="60" cy="60" r="4" />
    <text x="10" y="72" text-anchor="middle" dx="8">bearish</text>
    <text x="110" y="72" text-anchor="middle" dx="-8">bullish</text>
  </svg>`;
}

export function Sentiment({ data }) {
  const sources = Object.entries(data.sentiment_by_source).map(([name, score]) => [title(name), `${decimal(score)}${data.labels?.[name] ? `, “${data.labels[name]}”` : ""}`]);
  return html`<div class="columns">
    <section class="panel">
      <h3><${Status} is=${data.overall_sentiment} /></h3>
      <${Gauge} score=${data.sentiment_score} word=${data.overall_sentiment} />
      <${Facts} of=${[["Score", decimal(data.sentiment_score)], ...sources, ["Posts in 24 hours", whole(data.social_volume)]]} />
    </section>
    <section class="panel">
      <h3>Most searched</h3>
      <ol class="topics">${data.trending_topics.slice(0, MOST_TOPICS).map((topic) => html`<li>${topic}</li>`)}</ol>
    </section>
  </div>`;
}
