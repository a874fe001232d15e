// A card for each chain: how it stands, whether the contract holds, and its blocks.
import { Strip } from "./strip.js";

const STATES = { LIVE: "good", BACKLOGGED: "fair", CATCHING_UP: "fair", CONNECTING: "fair", SUBSCRIBING: "fair", STANDBY: "fair" };

export class Chains {
  #cards = new Map();

  onRestart() {
    document.getElementById("chains").replaceChildren();
    this.#cards.clear();
  }

  onBlock(block) {
    const card = this.#card(block.chain);
    card.strip.add(block);
    card.set("head", block.number.toLocaleString("en"));
  }

  onReorg(reorg) {
    const card = this.#card(reorg.chain);
    card.strip.revert(reorg);
    card.set("reorgs", ++card.reorgs);
  }

  onAnew({ chain, from }) {
    this.#card(chain).strip.forgetFrom(from);
  }

  onMilestone(milestone) {
    this.#card(milestone.chain).set(milestone.kind, milestone.number.toLocaleString("en"));
  }

  onState(state) {
    this.#card(state.chain).set(state.kind.toLowerCase(), state.to, STATES[state.to] ?? "poor");
  }

  onReading(reading) {
    for (const chain of reading.chains) {
      const card = this.#card(chain.chain);
      card.set("connection", chain.connection, STATES[chain.connection] ?? "poor");
      card.set("delivery", chain.delivery, STATES[chain.delivery] ?? "poor");
      card.set("node", chain.node ?? "none");
      card.set("behind", chain.tally.behind ?? "unknown");
      for (const count of ["connectionLosses", "resubscriptions", "framesRejected"]) {
        card.set(count, chain[count]);
      }
      card.contract(chain.tally);
    }
  }

  #card(chain) {
    if (!this.#cards.has(chain)) {
      this.#cards.set(chain, new Card(chain));
    }
    return this.#cards.get(chain);
  }
}

class Card {
  reorgs = 0;

  constructor(chain) {
    const article = document.getElementById("chain-template").content.cloneNode(true).firstElementChild;
    article.dataset.chain = chain;
    article.querySelector("h2").textContent = chain;
    document.getElementById("chains").append(article);
    this.article = article;
    this.strip = new Strip(article.querySelector(".strip"), chain);
    this.set("reorgs", 0);
  }

  set(name, value, grade) {
    const place = this.article.querySelector(`[data-value="${name}"]`);
    if (place) {
      change(place, String(value).replace("_", " "));
      place.dataset.grade = grade ?? "";
    }
  }

  contract(tally) {
    const place = this.article.querySelector(".contract");
    const kept = tally.lost + tally.duplicated + tally.disordered === 0;
    const order = tally.disordered === 0 ? "in order" : `${tally.disordered} out of order`;
    change(place, `${kept ? "✓" : "✗"} ${tally.lost} lost · ${tally.duplicated} duplicated · ${order}`);
    place.dataset.grade = kept ? "good" : "poor";
    place.dataset.heads = tally.heads;
    place.title = `${tally.heads} heads checked`;
  }
}

// What stays the same is not told again by a screen reader.
function change(place, text) {
  if (place.textContent !== text) {
    place.textContent = text;
  }
}
