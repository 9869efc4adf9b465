// A select with type-ahead: a button, and under it a search field over a list. Keyboard first.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { closePopover, openPopover, placePopover, popoverAnchor } from "../popover.js";

const PAUSE_MS = 150;
let serial = 0;

/** Items are {id, value, text, node()}; `load(query)` answers [{label, items}]. */
export function listbox(options) {
  const box = { ...options, selected: [...options.selected] };
  box.trigger = h("button", {
    type: "button",
    class: "select-trigger",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-label": options.label,
    "data-focus": options.focus,
    "data-action": options.action,
    "data-testid": "select",
    on: { click: () => toggle(box), keydown: (event) => openByKey(box, event) },
  });
  box.root = h("div", { class: `select${options.multiple ? " multiple" : ""}` });
  draw(box);
  return box.root;
}

function draw(box) {
  const { multiple, selected, placeholder } = box;
  const empty = selected.length === 0;
  const shown =
    empty || multiple
      ? h("span", { class: "placeholder" }, placeholder)
      : h("span", { class: "chosen" }, ...selected[0].node());
  fill(box.trigger, shown, icon("chevron", 15));
  fill(box.root, multiple && selected.map((item) => chip(box, item)), box.trigger);
}

function chip(box, item) {
  const remove = () =>
    choose(
      box,
      box.selected.filter((each) => each.id !== item.id),
    );
  return h(
    "span",
    { class: "chip", "data-testid": "chip" },
    ...item.node(),
    h(
      "button",
      { type: "button", "aria-label": `Remove ${item.text}`, on: { click: remove } },
      icon("close", 12),
    ),
  );
}

function choose(box, selected) {
  box.selected = selected;
  draw(box);
  box.onChange(selected);
}

function openByKey(box, event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    open(box);
  } else if (
    event.key.length === 1 &&
    event.key !== " " &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey
  ) {
    event.preventDefault();
    open(box, event.key);
  }
}

const toggle = (box) =>
  popoverAnchor() === box.trigger ? closePopover({ refocus: true }) : open(box);

function open(box, typed = "") {
  const id = `listbox-${(serial += 1)}`;
  box.list = h("div", {
    class: "listbox",
    role: "listbox",
    id,
    "aria-label": box.label,
    "aria-multiselectable": box.multiple,
  });
  box.field = h("input", {
    class: "listbox-search",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-controls": id,
    "aria-expanded": "true",
    "aria-label": `Search: ${box.label}`,
    placeholder: "Search",
    value: typed,
    "data-testid": "select-search",
    on: { input: () => later(box), keydown: (event) => steer(box, event) },
  });
  const layer = openPopover(box.trigger, [box.field, box.list], {
    className: "select-popover",
    testid: "select-list",
    onClose: () => box.trigger.setAttribute("aria-expanded", "false"),
  });
  layer.style.setProperty("min-width", `${Math.max(240, box.trigger.offsetWidth)}px`);
  box.trigger.setAttribute("aria-expanded", "true");
  box.field.focus();
  refresh(box);
}

function later(box) {
  clearTimeout(box.timer);
  if (box.remote) box.timer = setTimeout(() => refresh(box), PAUSE_MS);
  else refresh(box);
}

/** Only the answer to the last question counts. */
async function refresh(box) {
  const query = box.field.value.trim();
  const asked = (box.asked = (box.asked ?? 0) + 1);
  if (query.length < box.minQuery) {
    return notice(
      box,
      `Type at least ${box.minQuery} character${box.minQuery === 1 ? "" : "s"} to see options`,
    );
  }
  if (box.remote) notice(box, "Loading…");
  try {
    const groups = await box.load(query);
    if (asked === box.asked) show(box, groups);
  } catch {
    if (asked === box.asked) notice(box, "There was a problem loading options. Try again.");
  }
  return undefined;
}

function notice(box, words) {
  fill(box.list, h("p", { class: "listbox-note" }, words));
  placePopover();
}

function show(box, groups) {
  const nodes = groups.flatMap(({ label, items }) => [
    label && h("div", { class: "option-group", role: "presentation" }, label),
    ...items.map((item) => row(box, item)),
  ]);
  if (nodes.filter(Boolean).length === 0) return notice(box, "No results");
  fill(box.list, nodes);
  const picked = box.list.querySelector('[aria-selected="true"]');
  activate(box, (!box.multiple && picked) || box.list.querySelector("[role=option]"));
  placePopover();
  return undefined;
}

function row(box, item) {
  const picked = box.selected.some((each) => each.id === item.id);
  return h(
    "div",
    {
      class: "option",
      role: "option",
      id: `option-${(serial += 1)}`,
      "aria-selected": String(picked),
      "data-value": item.id,
      on: { click: () => pick(box, item) },
    },
    ...item.node(),
    picked && icon("check", 15),
  );
}

function pick(box, item) {
  if (!box.multiple) {
    choose(box, [item]); // redraws the trigger, so the focus goes back to it afterwards
    closePopover({ refocus: true });
    return;
  }
  const without = box.selected.filter((each) => each.id !== item.id);
  const removed = without.length < box.selected.length;
  if (!removed && box.selected.length >= box.max) return;
  choose(box, removed ? without : [...box.selected, item]);
  box.field.value = "";
  refresh(box);
  box.field.focus();
}

const current = (box) => box.list.querySelector(".option.active");

function activate(box, node) {
  current(box)?.classList.remove("active");
  if (!node) return;
  node.classList.add("active");
  box.field.setAttribute("aria-activedescendant", node.id);
  node.scrollIntoView({ block: "nearest" });
}

function steer(box, event) {
  const rows = [...box.list.querySelectorAll("[role=option]")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    activate(box, rows[(rows.indexOf(current(box)) + step + rows.length) % rows.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    current(box)?.click();
  } else if (event.key === "Tab") {
    closePopover({ refocus: true });
  } else if (
    event.key === "Backspace" &&
    box.multiple &&
    box.field.value === "" &&
    box.selected.length
  ) {
    choose(box, box.selected.slice(0, -1));
    refresh(box);
  }
}
