// The input block: label, element, hint, and the error Slack shows under it.

import { h } from "../dom.js";
import { plainText } from "../emoji.js";
import { icon } from "../icons.js";
import { element } from "./elements.js";

let serial = 0;

export function input(block, surface, id) {
  const error = surface.errors?.[id];
  const help = `input-help-${(serial += 1)}`;
  const drawn = element(block.element, id, surface, {
    dispatch: Boolean(block.dispatch_action),
    label: block.label.text,
  });
  const target = drawn.matches("input, textarea")
    ? drawn
    : (drawn.querySelector("input, textarea, button") ?? drawn);
  target.setAttribute("aria-describedby", help);
  if (!block.optional) target.setAttribute("aria-required", "true");
  if (error) target.setAttribute("aria-invalid", "true");
  const label = h(
    "div",
    { class: "input-label" },
    plainText(block.label.text),
    block.optional && h("span", { class: "optional" }, " (optional)"),
  );
  label.addEventListener("click", () => target.focus());
  const complaint =
    error &&
    h(
      "p",
      { class: "input-error", role: "alert", "data-testid": "input-error" },
      icon("info", 15),
      error,
    );
  const hint = block.hint && h("p", { class: "input-hint" }, plainText(block.hint.text));
  return h(
    "div",
    { class: error ? "has-error" : "", "data-testid": "input-block" },
    label,
    drawn,
    h("div", { id: help }, complaint, hint),
  );
}
