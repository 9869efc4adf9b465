// The table block: first row is the head; cells are raw text or rich text.

import { h } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { richText } from "./rich_text.js";

export function table(block) {
  const [head = [], ...rows] = block.rows;
  const cell = (tag) => (each, index) => {
    const setting = block.column_settings?.[index] ?? {};
    const classes = [
      setting.align && `align-${setting.align}`,
      setting.is_wrapped === false && "nowrap",
    ]
      .filter(Boolean)
      .join(" ");
    return h(tag, { class: classes, scope: tag === "th" ? "col" : undefined }, content(each));
  };
  return h(
    "div",
    { class: "table-scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}

function content(cell) {
  if (cell.type === "rich_text") return richText(cell);
  return withEmoji(cell.text ?? "");
}
