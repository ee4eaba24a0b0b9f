// Talk: all messages of an address, or of the contract, by who sends them and when.
import { html } from "../view.js";
import { Message } from "./message.js";

const PARTS = [
  ["greetings", "On connect", "Sent once, before anything else."],
  ["replies", "Replies", "Each command gets exactly one, in the order of the commands."],
  ["updates", "Updates", "Sent to who has subscribed; the newest one at once, then one each interval."],
];

/** `isOpen(message)` tells which ones are unfolded at first. */
export function Talk({ contract, talk, isOpen = () => false }) {
  const shown = (message, replies) => html`<${Message} key=${message.name} contract=${contract} message=${message} replies=${replies} isOpen=${isOpen(message)} />`;
  return html`<section aria-labelledby="send">
      <h3 id="send">What a client may send</h3>
      ${talk.commands.map(({ message, replies }) => shown(message, replies))}
    </section>
    <section aria-labelledby="receive">
      <h3 id="receive">What comes</h3>
      <p class="fields"><button type="button" onClick=${() => fold(true)}>Unfold all</button> <button type="button" onClick=${() => fold(false)}>Fold all</button></p>
      ${PARTS.filter(([part]) => talk[part].length > 0).map(([part, name, about]) => html`<p class="part"><strong>${name}</strong> ${about}</p>${talk[part].map((message) => shown(message))}`)}
    </section>`;
}

function fold(isOpen) {
  for (const message of document.querySelectorAll("details.message")) message.open = isOpen;
}
