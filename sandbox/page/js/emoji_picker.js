// Choose an emoji: search, arrows, Enter.

import { fill, h } from "./dom.js";
import { emojiNode, findEmoji } from "./emoji.js";
import { drawing } from "./emoji_art.js";
import { EMOJI } from "./emoji_names.js";
import { closePopover, openPopover } from "./popover.js";

const COLUMNS = 9;
const MOST = 180;
const FIRST = [
  "white_check_mark",
  "eyes",
  "+1",
  "wave",
  "pray",
  "fire",
  "rotating_light",
  "warning",
  "tada",
  "heart",
  "memo",
  "rocket",
  "hourglass_flowing_sand",
  "red_circle",
  "large_yellow_circle",
  "large_green_circle",
  "x",
  "question",
];

/** Those that look the same everywhere come before those that need a font. */
function drawnFirst() {
  const names = EMOJI.map(([, all]) => all[0]);
  return [...names.filter(drawing), ...names.filter((name) => !drawing(name))];
}

export function pickEmoji(anchor, onPick) {
  const grid = h("div", { class: "emoji-grid", role: "listbox", "aria-label": "Emoji" });
  const field = h("input", {
    class: "listbox-search",
    type: "text",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    "data-testid": "emoji-search",
  });
  const choose = (name) => {
    closePopover({ refocus: true });
    onPick(name);
  };
  const show = () => {
    const query = field.value.trim().replaceAll(":", "");
    const names = query
      ? findEmoji(query, MOST)
      : [...new Set([...FIRST, ...drawnFirst()])].slice(0, MOST);
    fill(
      grid,
      names.map((name) => cell(name, choose)),
    );
  };
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") grid.firstElementChild?.click();
    if (event.key === "ArrowDown") grid.firstElementChild?.focus();
  });
  grid.addEventListener("keydown", steer);
  show();
  openPopover(anchor, [field, grid], {
    className: "emoji-popover",
    testid: "emoji-picker",
    align: "end",
  });
  field.focus();
}

function cell(name, choose) {
  return h(
    "button",
    {
      type: "button",
      class: "emoji-cell",
      role: "option",
      title: `:${name}:`,
      "aria-label": name,
      "data-name": name,
      on: { click: () => choose(name) },
    },
    emojiNode(name),
  );
}

function steer(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
  if (!step) return;
  event.preventDefault();
  const cells = [...event.currentTarget.children];
  cells[cells.indexOf(document.activeElement) + step]?.focus();
}
