// Prose: the Markdown that the contract is written in: headings, lists, code, emphasis. What is none of these is text.
import { html } from "../view.js";

const ITEM = /^(?:\d+\.|-) +/;

/** `level`: of the headings that are written `##`. */
export function Prose({ text, level = 3 }) {
  return html`${blocks(text).map((block) => draw(block, level))}`;
}

/** One line of it, for table cells and summaries. */
export function Phrase({ text }) {
  return html`${spans(text ?? "")}`;
}

/** Split into paragraphs, headings, lists and code: {kind, text | lines | items}. */
export function blocks(text) {
  const found = [];
  for (const part of text.split(/\n{2,}/)) {
    const lines = part.split("\n").filter((line) => line.trim());
    if (lines.length === 0) continue;
    if (/^#+ /.test(lines[0])) {
      found.push({ kind: "heading", text: lines[0].replace(/^#+ /, "") });
      if (lines.length > 1) found.push(...blocks(lines.slice(1).join("\n")));
    } else if (lines.every((line) => line.startsWith("    "))) found.push({ kind: "code", text: lines.map((line) => line.slice(4)).join("\n") });
    else if (ITEM.test(lines[0])) found.push({ kind: /^\d/.test(lines[0]) ? "steps" : "list", items: items(lines) });
    else found.push({ kind: "paragraph", text: lines.join(" ") });
  }
  return found;
}

/** A line that begins no item goes on with the one before. */
function items(lines) {
  const found = [];
  for (const line of lines) {
    if (ITEM.test(line)) found.push(line.replace(ITEM, ""));
    else found.push(`${found.pop()} ${line.trim()}`);
  }
  return found;
}

function draw(block, level) {
  if (block.kind === "heading") return html`<${`h${level}`}>${spans(block.text)}<//>`;
  if (block.kind === "code") return html`<pre tabindex="0">${block.text}</pre>`;
  if (block.kind === "paragraph") return html`<p>${spans(block.text)}</p>`;
  const list = block.items.map((item) => html`<li>${spans(item)}</li>`);
  return block.kind === "steps" ? html`<ol>${list}</ol>` : html`<ul>${list}</ul>`;
}

function spans(text) {
  return text.split(/(\*\*.+?\*\*|`[^`]+`|\*[^*\s][^*]*\*)/).map((part) => {
    if (/^\*\*.+\*\*$/.test(part)) return html`<strong>${spans(part.slice(2, -2))}</strong>`;
    if (/^`.+`$/.test(part)) return html`<code>${part.slice(1, -1)}</code>`;
    return /^\*.+\*$/.test(part) ? html`<em>${part.slice(1, -1)}</em>` : part;
  });
}
