// Buttons that break something, and how long it takes until nothing shows of it any more.

// What each fault does that can be seen: none counts as mended before it was seen.
const FAULTS = [
  { name: "burst", label: "Burst of 50 blocks", seen: (since) => since.blocks >= 50 },
  { name: "reorg", label: "Reorg", depth: 3, seen: (since) => since.reorgs > 0 },
  { name: "drop", label: "Drop the connection", seen: (since) => since.count("connectionLosses") > 0 },
  { name: "freeze", label: "Freeze the node", seen: (since) => since.count("connectionLosses") > 0 },
  { name: "kill-subscription", label: "Kill the subscription", seen: (since) => since.count("resubscriptions") > 0 },
  { name: "garbage", label: "Garbage frame", seen: (since) => since.count("framesRejected") > 0 },
  { name: "slow-listener", label: "Slow listener", seen: (since) => since.deepest > 0 },
];

// A page of another origin may not send this, so that none breaks anything.
const JSON_POST = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };

export class Faults {
  #place = document.getElementById("faults");
  #status = document.getElementById("recovery");
  #reading = null;
  #open = new Map();

  constructor() {
    this.#place.querySelector(".faults").append(...FAULTS.map((fault) => this.#control(fault)));
  }

  onRestart() {
    this.#reading = null;
    this.#place.hidden = true;
    this.#open.forEach((since, fault) => this.#tell(fault, "", ""));
    this.#open.clear();
  }

  onBlock() {
    this.#open.forEach((since) => since.blocks++);
  }

  onReorg() {
    this.#open.forEach((since) => since.reorgs++);
  }

  onReading({ chains }) {
    // Only of the simulated chain it is known how far it really is.
    this.#reading = chains.find((chain) => chain.tally.behind !== null) ?? this.#reading;
    this.#place.hidden = !this.#reading;
    for (const [fault, since] of this.#open) {
      since.reading = this.#reading;
      since.deepest = Math.max(since.deepest, this.#reading.queueDepth);
      if (fault.seen(since) && calm(this.#reading)) {
        this.#open.delete(fault);
        this.#tell(fault, "recovered", `recovered after ${((performance.now() - since.start) / 1000).toFixed(1)} s`);
      }
    }
  }

  async #play(fault) {
    this.#tell(fault, "open", "recovering…");
    this.#open.set(fault, new Since(this.#reading));
    const depth = fault.input ? `?depth=${fault.input.valueAsNumber || fault.depth}` : "";
    const response = await fetch(`faults/${fault.name}${depth}`, JSON_POST).catch(() => ({ ok: false }));
    if (!response.ok) {
      this.#open.delete(fault);
      this.#tell(fault, "failed", "could not be done");
    }
  }

  #tell(fault, state, text) {
    fault.control.dataset.state = state;
    fault.output.textContent = text;
    this.#status.textContent = `${fault.label}: ${text}`;
  }

  #control(fault) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = fault.label;
    button.dataset.fault = fault.name;
    button.addEventListener("click", () => this.#play(fault));
    fault.output = document.createElement("output");
    fault.control = document.createElement("div");
    fault.control.className = "fault";
    fault.control.append(button, fault.output);
    if (fault.depth) {
      fault.input = Object.assign(document.createElement("input"), { type: "number", min: 1, max: 30, value: fault.depth });
      const label = document.createElement("label");
      label.append("of depth ", fault.input);
      button.after(label);
    }
    return fault.control;
  }
}

class Since {
  start = performance.now();
  blocks = 0;
  reorgs = 0;
  deepest = 0;

  constructor(reading) {
    this.first = this.reading = reading;
  }

  count(name) {
    return this.reading[name] - this.first[name];
  }
}

function calm(reading) {
  return reading.connection === "LIVE" && reading.delivery === "LIVE" && reading.queueDepth === 0 && reading.tally.behind <= 1;
}
