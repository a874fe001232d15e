// Receives what the application sends, and hands it to the parts of the page.
import { Chains } from "./chains.js";
import { Faults } from "./faults.js";
import { Log } from "./log.js";
import { Plots } from "./plots.js";

const RETRY_MILLIS = 2000;

const parts = [new Chains(), new Plots(), new Log(), new Faults()];
const link = document.getElementById("link");
let source = null;

function receive(message) {
  for (const part of parts) {
    part["on" + message.type]?.(message);
  }
  if (message.type === "Restart") {
    tell("live", message.dropped > 0 ? `live; this browser missed ${message.dropped} messages and began anew` : "live");
  }
}

function tell(state, text) {
  link.dataset.state = state;
  link.textContent = text;
}

// A page that nobody sees lets its connection go: a browser has six for each server.
function connect() {
  source?.close();
  if (document.hidden) {
    return;
  }
  const current = source = new EventSource("feed");
  current.onmessage = (event) => receive(JSON.parse(event.data));
  current.onerror = () => {
    tell("waiting", "the application is away; trying again…");
    current.close();
    setTimeout(() => current === source && connect(), RETRY_MILLIS);
  };
}

document.addEventListener("visibilitychange", connect);
connect();
