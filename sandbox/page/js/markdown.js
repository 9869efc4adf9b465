// Standard Markdown, as Slack shows it in markdown blocks and canvases: no raw HTML.

import { h, safeHref } from "./dom.js";
import { plainText } from "./emoji.js";
import { link } from "./links.js";
import { entity } from "./mrkdwn.js";

/** Render Markdown to a list of nodes. */
export function markdown(text) {
  return blocks(text.replaceAll("\r\n", "\n").split("\n"));
}

const RULES = [fence, heading, rule, tableRows, quote, list, paragraph];

function blocks(lines) {
  const nodes = [];
  let at = 0;
  while (at < lines.length) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    for (const apply of RULES) {
      const taken = apply(lines, at, nodes);
      if (taken) {
        at += taken;
        break;
      }
    }
  }
  return nodes;
}

// Each rule looks at `lines` from `at`, adds to `nodes` and answers how many lines it took.

function fence(lines, at, nodes) {
  if (!/^\s*```/.test(lines[at])) return 0;
  const end = lines.findIndex((line, index) => index > at && /^\s*```\s*$/.test(line));
  const last = end < 0 ? lines.length : end;
  nodes.push(h("pre", { class: "code-block" }, lines.slice(at + 1, last).join("\n")));
  return last - at + 1;
}

function heading(lines, at, nodes) {
  const found = /^(#{1,6})\s+(.*?)\s*#*$/.exec(lines[at]);
  if (!found) return 0;
  nodes.push(
    h(
      `h${Math.min(found[1].length + 1, 6)}`,
      { class: `md-h${Math.min(found[1].length, 3)}` },
      spans(found[2]),
    ),
  );
  return 1;
}

function rule(lines, at, nodes) {
  if (!/^\s*([-*_])(\s*\1){2,}\s*$/.test(lines[at])) return 0;
  nodes.push(h("hr"));
  return 1;
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

function tableRows(lines, at, nodes) {
  if (
    !lines[at].includes("|") ||
    !/^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? "")
  )
    return 0;
  let end = at + 2;
  while (end < lines.length && lines[end].includes("|")) end += 1;
  const row = (tag) => (line) =>
    h(
      "tr",
      {},
      cells(line).map((cell) => h(tag, {}, spans(cell))),
    );
  nodes.push(
    h(
      "div",
      { class: "table-scroll" },
      h(
        "table",
        {},
        h("thead", {}, row("th")(lines[at])),
        h("tbody", {}, lines.slice(at + 2, end).map(row("td"))),
      ),
    ),
  );
  return end - at;
}

function quote(lines, at, nodes) {
  let end = at;
  while (end < lines.length && /^\s*>/.test(lines[end])) end += 1;
  if (end === at) return 0;
  nodes.push(
    h(
      "blockquote",
      { class: "quote" },
      blocks(lines.slice(at, end).map((line) => line.replace(/^\s*> ?/, ""))),
    ),
  );
  return end - at;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;

/** A list; lines indented deeper than its marker belong to the item above them. */
function list(lines, at, nodes) {
  const first = ITEM.exec(lines[at]);
  if (!first) return 0;
  const depth = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", {
    class: "md-list",
    start: ordered ? Number.parseInt(first[2], 10) : undefined,
  });
  let end = at;
  while (end < lines.length) {
    const found = ITEM.exec(lines[end]);
    if (!found || found[1].length !== depth || /\d/.test(found[2]) !== ordered) break;
    let inner = end + 1;
    while (inner < lines.length && lines[inner].trim() !== "" && indent(lines[inner]) > depth)
      inner += 1;
    node.append(item(found[3], lines.slice(end + 1, inner)));
    end = inner;
  }
  nodes.push(node);
  return end - at;
}

const indent = (line) => line.length - line.trimStart().length;

function item(text, inner) {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(text);
  const rest = inner.length
    ? blocks(inner.map((line) => line.slice(Math.min(indent(line), indent(inner[0])))))
    : [];
  if (!task) return h("li", {}, spans(text), rest);
  const box = h("input", {
    type: "checkbox",
    disabled: true,
    checked: task[1] !== " ",
    "aria-label": "Task",
  });
  return h("li", { class: "task" }, box, h("span", {}, spans(task[2])), rest);
}

function paragraph(lines, at, nodes) {
  let end = at + 1;
  while (
    end < lines.length &&
    lines[end].trim() !== "" &&
    !/^\s*(#{1,6}\s|```|>|[-*+]\s|\d+[.)]\s)/.test(lines[end])
  )
    end += 1;
  const parts = lines
    .slice(at, end)
    .flatMap((line, index) => [index > 0 && h("br"), ...spans(line.trim())]);
  nodes.push(h("p", {}, parts));
  return end - at;
}

const SPAN = [
  [/^\\([!-/:-@[-`{-~])/, ([, character]) => character],
  [/^(`+)(.+?)\1(?!`)/, ([, , code]) => h("code", { class: "code" }, code.trim())],
  [
    /^!\[([^\]]*)\]\(([^)\s]+)\)/,
    ([, alt, url]) =>
      /^![@#]/.test(alt) ? alt : h("img", { src: safeHref(url), alt, class: "image-block" }),
  ],
  [/^!\[\]\(([@#][A-Z0-9]+)\)/, ([, id]) => entity(id)],
  [/^\[([^\]]+)\]\(([^)\s]+)\)/, ([, text, url]) => link(url, spans(text))],
  [/^<([@#!][^<>\n]+|https?:[^<>\s]+|mailto:[^<>\s]+)>/, ([, body]) => entity(body)],
  [/^https?:\/\/[^\s<>)]+/, ([url]) => link(url, url)],
  [/^(\*\*|__)(?=\S)(.+?)(?<=\S)\1/, ([, , text]) => h("strong", {}, spans(text))],
  [/^~~(?=\S)(.+?)(?<=\S)~~/, ([, text]) => h("s", {}, spans(text))],
  [/^\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)/, ([, text]) => h("em", {}, spans(text))],
  [/^_(?=\S)(.+?)(?<=\S)_(?![\p{L}\p{N}])/u, ([, text]) => h("em", {}, spans(text))],
];

/** Inline Markdown: take the first rule that fits at each place that could start one. */
function spans(text) {
  const nodes = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const insideWord = rest[0] === "_" && /[\p{L}\p{N}]$/u.test(plain);
    const hit = !insideWord && firstMatch(rest);
    if (hit) {
      if (plain) nodes.push(...plainText(plain));
      plain = "";
      nodes.push(hit.node);
      at += hit.length;
    } else {
      plain += rest[0];
      at += 1;
    }
  }
  return plain ? [...nodes, ...plainText(plain)] : nodes;
}

function firstMatch(rest) {
  if (!/^[\\`![<h*_~]/.test(rest)) return null;
  for (const [pattern, build] of SPAN) {
    const found = pattern.exec(rest);
    if (found) return { node: build(found), length: found[0].length };
  }
  return null;
}
