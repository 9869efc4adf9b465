// The pane at the right: one thread, the channel's details, or its canvas.

import { canvasPane, mountCanvas } from "./canvas.js";
import { detailsPane, mountDetails } from "./details.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { channelHash, go } from "./router.js";
import { on, set, state } from "./store.js";
import { focusThread, mountThread, threadPane, threadSubtitle } from "./thread.js";

const TITLES = { thread: "Thread", details: "Details", canvas: "Canvas" };
const DRAW = { thread: threadPane, details: detailsPane, canvas: canvasPane };

let pane;
let shown = null;

export function mountPane(container) {
  pane = container;
  mountThread();
  mountDetails();
  mountCanvas();
  on("pane", draw);
}

const name = (target) => JSON.stringify([state.me, state.place, target]);

function draw() {
  const target = state.pane;
  pane.hidden = !target;
  document.body.classList.toggle("has-pane", Boolean(target));
  if (!target) {
    shown = null;
    fill(pane);
    return;
  }
  if (name(target) === shown) return;
  shown = name(target);
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: "Close",
      "aria-label": "Close pane",
      "data-testid": "close-pane",
      on: { click: closePane },
    },
    icon("close"),
  );
  const subtitle =
    target.kind === "thread" ? h("span", { class: "quiet" }, threadSubtitle()) : null;
  fill(
    pane,
    h("div", { class: "pane-head" }, h("h2", {}, TITLES[target.kind], " ", subtitle), close),
    DRAW[target.kind](),
  );
  if (target.kind === "thread") focusThread();
}

export function closePane() {
  if (state.pane?.kind === "thread") go(channelHash(state.place));
  else set("pane", null);
}

export function togglePane(target) {
  const open = state.pane?.kind === target.kind && state.pane.tab === target.tab;
  if (state.pane?.kind === "thread") go(channelHash(state.place));
  set("pane", open ? null : target);
}
