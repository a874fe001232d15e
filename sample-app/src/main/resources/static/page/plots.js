// Plots what is read once a second, a line for each chain.
import uPlot from "../webjars/uplot/dist/uPlot.esm.js";

const READINGS = 120;
const HEIGHT = 150;
const COLORS = ["--line-1", "--line-2", "--line-3", "--line-4"];

export class Plots {
  #plots = [
    new Plot("queue", (chain) => chain.queueDepth, (value) => `${value} steps`),
    new Plot("listener", (chain) => chain.listenerLatency, millis),
    new Plot("delivery", (chain) => chain.deliveryLatency, millis),
  ];

  onReading(reading) {
    this.#plots.forEach((plot) => plot.add(reading));
  }
}

class Plot {
  #times = [];
  #lines = new Map();
  #chart = null;

  constructor(id, value, describe) {
    this.place = document.getElementById(id);
    this.output = document.getElementById(`${id}-value`);
    this.value = value;
    this.describe = describe;
    new ResizeObserver(() => this.#chart?.setSize({ width: this.place.clientWidth, height: HEIGHT })).observe(this.place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#chart?.redraw());
  }

  add(reading) {
    this.#times.push(reading.at / 1000);
    const known = this.#lines.size;
    for (const chain of reading.chains) {
      if (!this.#lines.has(chain.chain)) {
        this.#lines.set(chain.chain, Array(this.#times.length - 1).fill(null));
      }
      this.#lines.get(chain.chain).push(this.value(chain));
    }
    const data = [this.#times, ...this.#lines.values()];
    if (this.#times.length > READINGS) {
      data.forEach((values) => values.shift());
    }
    if (this.#lines.size > known) {
      this.#chart?.destroy();
      this.#chart = new uPlot(this.#options(), data, this.place);
    } else {
      this.#chart.setData(data);
    }
    this.output.textContent = reading.chains
      .map((chain) => [chain.chain, this.value(chain)])
      .filter(([, value]) => value !== null)
      .map(([name, value]) => (this.#lines.size > 1 ? `${name} ` : "") + this.describe(value))
      .join(" · ") || this.output.textContent;
  }

  #options() {
    const axis = { stroke: () => color("--muted"), grid: { stroke: () => color("--grid"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    const lines = [...this.#lines.keys()].map((chain, index) => ({
      label: chain,
      stroke: () => color(COLORS[index % COLORS.length]),
      width: 2,
      spanGaps: true,
      points: { show: false },
    }));
    return {
      width: this.place.clientWidth,
      height: HEIGHT,
      cursor: { show: false },
      legend: { show: lines.length > 1, live: false },
      scales: { y: { range: (chart, min, max) => [0, Math.max(max * 1.1, 1)] } },
      axes: [{ ...axis, space: 80, size: 28, values: (chart, times) => times.map(clock) }, { ...axis, size: 56, values: (chart, values) => values.map((value) => value.toLocaleString("en")) }],
      series: [{}, ...lines],
    };
  }
}

// As the canvas can read it: a variable may depend on the scheme.
function color(name) {
  const probe = document.getElementById("plots");
  probe.style.outlineColor = `var(${name})`;
  return getComputedStyle(probe).outlineColor;
}

function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString("en-GB");
}

function millis(value) {
  return value < 10 ? `${value.toFixed(2)} ms` : `${Math.round(value).toLocaleString("en")} ms`;
}
