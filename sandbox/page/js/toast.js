// Short notices at the foot of the page, in Slack's own words where Slack has words.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 6_000;

export function toast(text, { kind = "error" } = {}) {
  const region = document.getElementById("toasts");
  const close = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      "aria-label": "Dismiss",
      on: { click: () => node.remove() },
    },
    icon("close", 14),
  );
  const node = h(
    "div",
    { class: `toast toast-${kind}`, "data-testid": "toast" },
    h("span", {}, text),
    close,
  );
  region.append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}
