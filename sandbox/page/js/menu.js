// A menu of actions under a button: arrows move, Enter chooses, Escape closes.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, openPopover } from "./popover.js";

/** `items`: {label, hint?, icon?, danger?, act} or "divider". */
export function openMenu(anchor, items, { label = "Menu", align = "start", testid = "menu" } = {}) {
  const list = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label, on: { keydown: steer } },
    items.map(entry),
  );
  openPopover(anchor, list, { testid, align });
  list.querySelector("[role=menuitem]")?.focus();
}

function entry(item) {
  if (item === "divider") return h("hr", { class: "menu-divider" });
  const choose = () => {
    closePopover({ refocus: true });
    item.act();
  };
  return h(
    "button",
    {
      type: "button",
      role: "menuitem",
      class: `menu-item${item.danger ? " danger" : ""}`,
      tabindex: -1,
      on: { click: choose },
    },
    item.icon && icon(item.icon, 16),
    h(
      "span",
      { class: "menu-text" },
      h("span", {}, item.label),
      item.hint && h("span", { class: "menu-hint" }, item.hint),
    ),
  );
}

function steer(event) {
  const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const edge = { Home: 0, End: items.length - 1 }[event.key];
  if (step === undefined && edge === undefined) return;
  event.preventDefault();
  const at = edge ?? (items.indexOf(document.activeElement) + step + items.length) % items.length;
  items[at]?.focus();
}
