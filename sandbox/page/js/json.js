// JSON to read: indented, each kind of value in its own colour.

import { h } from "./dom.js";

const STEP = "  ";

/** A value as nodes, ready for a `pre`. Text that is itself JSON is opened up. */
export function json(value, depth = 0) {
  if (value === null || value === undefined) return [paint("null", "null")];
  if (Array.isArray(value))
    return wrapped(
      "[",
      "]",
      value.map((each) => json(each, depth + 1)),
      depth,
    );
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, each]) => [
      paint("key", JSON.stringify(key)),
      ": ",
      ...json(each, depth + 1),
    ]);
    return wrapped("{", "}", entries, depth);
  }
  if (typeof value === "string") return opened(value, depth);
  return [paint(typeof value, String(value))];
}

function opened(text, depth) {
  if (/^[[{]/.test(text)) {
    try {
      return json(JSON.parse(text), depth);
    } catch {
      // Not JSON after all: shown as the text it is.
    }
  }
  return [paint("string", JSON.stringify(text))];
}

function wrapped(open, close, items, depth) {
  if (items.length === 0) return [open + close];
  const indent = STEP.repeat(depth + 1);
  const lines = items.flatMap((item, index) => [
    "\n",
    indent,
    ...item,
    index < items.length - 1 ? "," : "",
  ]);
  return [open, ...lines, "\n", STEP.repeat(depth), close];
}

const paint = (kind, text) => h("span", { class: `json-${kind}` }, text);
