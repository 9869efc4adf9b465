// The channel's canvas, read-only: the app writes it, people read it.

import { fill, h } from "./dom.js";
import { markdown } from "./markdown.js";
import { openContent } from "./place.js";
import { on, state } from "./store.js";

let body;

export function mountCanvas() {
  on("channel", draw);
}

export function canvasPane() {
  body = h("div", { class: "pane-scroll" });
  draw();
  return body;
}

function draw() {
  const canvas = openContent()?.canvas;
  if (state.pane?.kind !== "canvas" || !body) return;
  if (!canvas) fill(body, h("p", { class: "quiet empty" }, "This channel has no canvas."));
  else
    fill(
      body,
      h(
        "article",
        { class: "canvas markdown", "data-testid": "canvas" },
        canvas.title && h("h1", {}, canvas.title),
        markdown(canvas.markdown),
      ),
    );
}
