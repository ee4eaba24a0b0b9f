// Chart: the course of one figure, by uPlot, which draws on a canvas.
import { time } from "../format.js";
import { Component, createRef, html } from "../view.js";

export class Chart extends Component {
  place = createRef();

  componentDidMount() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    this.themed = () => this.#draw();
    dark.addEventListener("change", this.themed);
    this.unthemed = () => dark.removeEventListener("change", this.themed);
    this.sized = new ResizeObserver(([entry]) => this.plot?.setSize({ width: Math.max(120, Math.floor(entry.contentRect.width)), height: this.props.height ?? 140 }));
    this.sized.observe(this.place.current);
    this.#draw();
  }

  componentDidUpdate() {
    this.plot?.setData(this.props.points);
  }

  componentWillUnmount() {
    this.unthemed();
    this.sized.disconnect();
    this.plot?.destroy();
  }

  #draw() {
    this.plot?.destroy();
    const style = getComputedStyle(this.place.current);
    // A canvas wants plain colours, which the sheet resolves in these properties.
    const axis = { stroke: style.color, grid: { stroke: style.borderTopColor, width: 1 }, ticks: { show: false }, font: "11px system-ui" };
    const { format } = this.props;
    this.plot = new globalThis.uPlot(
      {
        width: Math.max(120, this.place.current.clientWidth),
        height: this.props.height ?? 140,
        legend: { show: false },
        cursor: { show: false },
        scales: { x: { time: true } },
        series: [{}, { stroke: style.caretColor, width: 1.5, points: { show: false } }],
        axes: [{ ...axis, size: 24, space: 90, values: (_, ticks) => ticks.map((at_s) => time(at_s * 1000)) }, { ...axis, size: 74, values: (_, ticks) => ticks.map(format) }],
      },
      this.props.points,
      this.place.current,
    );
  }

  render({ label }) {
    return html`<div class="chart" role="img" aria-label=${label} ref=${this.place}></div>`;
  }
}
