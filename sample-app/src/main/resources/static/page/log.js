// Tells every event in words, the newest first.
const REMEMBERED = 200;
const ORIGINS = { LIVE: "", CATCH_UP: ", fetched", REPLAY: ", again" };

export class Log {
  #list = document.querySelector("#log ol");

  onRestart() {
    this.#list.replaceChildren();
  }

  onBlock({ at, chain, number, hash, origin }) {
    this.#add(at, chain, "block", `head ${number} ${hash}${ORIGINS[origin]}`).dataset.origin = origin;
  }

  onReorg({ at, chain, ancestor, reverted }) {
    this.#add(at, chain, "reorg", `reorg of depth ${reverted.length}, back to ${ancestor}`);
  }

  onMilestone({ at, chain, kind, number }) {
    this.#add(at, chain, "milestone", `head ${number} is ${kind}`);
  }

  onState({ at, chain, kind, from, to, reason }) {
    this.#add(at, chain, "state", `${kind.toLowerCase()} ${from} → ${to}: ${reason}`);
  }

  onAnew(anew) {
    this.onNotice(anew);
  }

  onNotice({ at, chain, text }) {
    this.#add(at, chain, "notice", text);
  }

  onFault({ at, text }) {
    this.#add(at, "fault", "fault", text);
  }

  #add(at, source, kind, text) {
    const time = document.createElement("time");
    time.dateTime = new Date(at).toISOString();
    time.textContent = new Date(at).toLocaleTimeString("en-GB");
    const label = document.createElement("b");
    label.textContent = source;
    const item = document.createElement("li");
    item.dataset.kind = kind;
    item.append(time, label, text);
    this.#list.prepend(item);
    if (this.#list.childElementCount > REMEMBERED) {
      this.#list.lastElementChild.remove();
    }
    return item;
  }
}
