// Slack folds a long section of a message behind "See more".

import { h } from "../dom.js";

const LINES = 12;
const CHARACTERS = 900;

export function collapse(body, text) {
  if (text.length < CHARACTERS && text.split("\n").length <= LINES) return body;
  body.classList.add("collapsed");
  const more = h(
    "button",
    { type: "button", class: "see-more link", "aria-expanded": "false" },
    "See more",
  );
  more.addEventListener("click", () => {
    const open = body.classList.toggle("collapsed");
    more.textContent = open ? "See more" : "See less";
    more.setAttribute("aria-expanded", String(!open));
  });
  return h("div", { class: "section-body" }, body, more);
}
