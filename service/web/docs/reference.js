// Reference: the HTTP interface, drawn by Scalar from OpenAPI; loaded when a reader comes near, for it is large.
import { Component, createRef, html } from "../view.js";

const SCRIPT = "/web/vendor/scalar/standalone.js";
const OPENAPI = "/schema/openapi.json";
const NEAR = "600px";

/** Nothing is sent, nothing is loaded from elsewhere; and no button to send requests: one of them ends the gateway. */
const SETTINGS = {
  url: OPENAPI,
  layout: "modern",
  showSidebar: false,
  defaultOpenAllTags: true,
  documentDownloadType: "none",
  hiddenClients: true,
  theme: "none",
  telemetry: false,
  withDefaultFonts: false,
  proxyUrl: "",
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  hideDarkModeToggle: true,
  hideSearch: true,
  hideTestRequestButton: true,
  persistAuth: false,
};

export class Reference extends Component {
  place = createRef();
  state = { phase: "waiting" };

  componentDidMount() {
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.themed = () => this.drawn?.updateConfiguration(this.#settings());
    this.dark.addEventListener("change", this.themed);
    this.seen = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.#load(), { rootMargin: NEAR });
    this.seen.observe(this.place.current);
  }

  componentWillUnmount() {
    this.dark.removeEventListener("change", this.themed);
    this.seen.disconnect();
    this.changed?.disconnect();
    this.drawn?.destroy();
  }

  #load() {
    this.seen.disconnect();
    const script = Object.assign(document.createElement("script"), { src: SCRIPT });
    script.onload = () => {
      this.drawn = withoutMain(() => globalThis.Scalar.createApiReference(this.place.current, this.#settings()));
      this.setState({ phase: "drawn" });
      this.changed = new MutationObserver(() => this.#settle());
      this.changed.observe(this.place.current, { childList: true, subtree: true });
    };
    script.onerror = () => this.setState({ phase: "failed" });
    document.head.append(script);
  }

  /** Regions are to be few and each by its own name; Scalar makes one of every example, all by the same name. */
  #settle() {
    for (const region of this.place.current.querySelectorAll("[role=region]")) region.setAttribute("role", "group");
  }

  /** Whoever came for this part could not be brought to it while there was nothing below. */
  #arrive() {
    if (location.hash === "#http") document.getElementById("http").scrollIntoView();
  }

  #settings() {
    return { ...SETTINGS, forceDarkModeState: this.dark.matches ? "dark" : "light", onLoaded: () => this.#arrive() };
  }

  render() {
    const { phase } = this.state;
    return html`<section class="reference" aria-labelledby="http"><h3 id="http">HTTP</h3>
      <p>Statistics, lists and probes, for who wants no stream. As a document: <a href=${OPENAPI}>OpenAPI</a>.</p>
      ${phase === "waiting" && html`<p class="notice">The reference is being loaded.</p>`}
      ${phase === "failed" && html`<p class="notice" role="alert">The reference did not come; the document has it all.</p>`}
      <div ref=${this.place}></div>
    </section>`;
  }
}

/** Scalar takes itself for the whole page, but a page has one main part, and this one has it already. */
function withoutMain(draw) {
  const { createElement } = Document.prototype;
  document.createElement = (tag, options) => createElement.call(document, tag === "main" ? "div" : tag, options);
  try {
    return draw();
  } finally {
    delete document.createElement;
  }
}
