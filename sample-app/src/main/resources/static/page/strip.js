// Draws the newest blocks of a chain: the canonical ones in a row, reverted ones as branches above it.
const SVG = "http://www.w3.org/2000/svg";
const STEP = 78;
const WIDTH = 62;
const ROW = 50;
const HEIGHT = 36;
const REMEMBERED = 40;
const BRANCHES = 2;

export class Strip {
  #blocks = new Map();
  #base = null;
  #newest = 0;

  constructor(place, chain) {
    this.svg = create("svg", { role: "img" }, place);
    this.title = create("title", {}, this.svg);
    this.title.textContent = `Blocks of ${chain}`;
    this.layer = create("g", { class: "layer" }, this.svg);
    this.svg.setAttribute("height", (BRANCHES + 1) * ROW + 4);
    new ResizeObserver(() => this.#move()).observe(this.svg);
  }

  add(block) {
    this.#base ??= block.number;
    this.#newest = block.number;
    const known = this.#blocks.get(block.hash);
    const drawn = known ?? { ...block, lane: 0, ...this.#draw(block) };
    drawn.lane = 0;
    this.#blocks.set(block.hash, drawn);
    this.#place(drawn);
    this.layer.querySelector(".tip")?.classList.remove("tip");
    drawn.group.classList.remove("void");
    drawn.group.classList.add("tip");
    this.#forget();
    this.#move();
  }

  revert(reorg) {
    const lane = this.#freeLane(reorg.ancestor);
    for (const hash of [...reorg.reverted].reverse()) {
      const block = this.#blocks.get(hash);
      if (block) {
        block.lane = lane;
        block.group.classList.add("void");
        block.group.classList.remove("tip");
        this.#place(block);
      }
    }
    this.#newest = reorg.ancestor;
  }

  forgetFrom(number) {
    this.#remove((block) => block.number >= number);
  }

  // The lowest one whose branches end well before this one begins; else that of the oldest, which gives way.
  #freeLane(ancestor) {
    const ends = Array(BRANCHES + 1).fill(-1);
    for (const block of this.#blocks.values()) {
      ends[block.lane] = Math.max(ends[block.lane], block.number);
    }
    for (let lane = 1; lane <= BRANCHES; lane++) {
      if (ends[lane] < ancestor) {
        return lane;
      }
    }
    const oldest = ends.indexOf(Math.min(...ends.slice(1)), 1);
    this.#remove((block) => block.lane === oldest);
    return oldest;
  }

  #draw(block) {
    const edge = create("path", { class: "edge" });
    this.layer.prepend(edge);
    const group = create("g", { class: `block ${block.origin === "CATCH_UP" ? "caught" : ""}`, "data-hash": block.hash }, this.layer);
    create("rect", { width: WIDTH, height: HEIGHT, rx: 6 }, group);
    create("text", { x: WIDTH / 2, y: 16, class: "number" }, group).textContent = block.number;
    create("text", { x: WIDTH / 2, y: 29, class: "hash" }, group).textContent = block.hash.slice(2);
    return { group, edge };
  }

  #place(block) {
    const [x, y] = this.#position(block);
    block.group.setAttribute("transform", `translate(${x} ${y})`);
    block.edge.classList.toggle("void", block.lane > 0);
    const parent = this.#blocks.get(block.parent);
    if (parent) {
      const [px, py] = this.#position(parent);
      const [fromX, fromY, toY] = [px + WIDTH, py + HEIGHT / 2, y + HEIGHT / 2];
      const middle = (fromX + x) / 2;
      block.edge.setAttribute("d", `M${fromX} ${fromY} C${middle} ${fromY} ${middle} ${toY} ${x} ${toY}`);
    }
  }

  // Numbers of real chains are too great for coordinates, so they count from the first one.
  #position(block) {
    return [(block.number - this.#base) * STEP, (BRANCHES - block.lane) * ROW + 8];
  }

  #move() {
    const room = this.svg.clientWidth - WIDTH - 8;
    this.layer.style.transform = `translateX(${room - (this.#newest - this.#base) * STEP}px)`;
    const voids = [...this.#blocks.values()].filter((block) => block.lane > 0).length;
    this.title.textContent = `Blocks up to ${this.#newest}; ${voids} reverted ones are shown as branches`;
  }

  #forget() {
    this.#remove((block) => block.number < this.#newest - REMEMBERED);
  }

  #remove(condition) {
    for (const [hash, block] of this.#blocks) {
      if (condition(block)) {
        block.group.remove();
        block.edge.remove();
        this.#blocks.delete(hash);
      }
    }
  }
}

function create(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  parent?.append(element);
  return element;
}
