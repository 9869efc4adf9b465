// Slack's mrkdwn, as nodes. Text arrives with & < > escaped and entities in angle brackets.

import { fillDate, fullTime } from "./dates.js";
import { h } from "./dom.js";
import { emojiNode, withEmoji } from "./emoji.js";
import { unescape } from "./entities.js";
import { link } from "./links.js";
import { mention, channelLink, groupMention, broadcast } from "./mentions.js";

const MARKS = { "*": "strong", _: "em", "~": "s" };

/** Render a mrkdwn text to a list of nodes. */
export function mrkdwn(text) {
  const nodes = [];
  const parts = text.split(/```([\s\S]+?)```/);
  parts.forEach((part, index) => {
    if (index % 2 === 1) nodes.push(codeBlock(part));
    else if (part) nodes.push(...paragraphs(trimAround(part, index, parts.length)));
  });
  return nodes;
}

/** A code block is a box of its own: the line break that touches it is not a blank line. */
function trimAround(part, index, count) {
  const head = index > 0 ? part.replace(/^\n/, "") : part;
  return index < count - 1 ? head.replace(/\n$/, "") : head;
}

function codeBlock(code) {
  return h("pre", { class: "code-block" }, plainEntities(code.replace(/^\n|\n$/g, "")));
}

/** Inside code Slack still resolves links, and nothing else. */
function plainEntities(text) {
  return text
    .split(/(<[^<>\n]+>)/)
    .map((part) => (/^<https?:/.test(part) ? entity(part.slice(1, -1)) : unescape(part)));
}

function paragraphs(text) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index, lines) => {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = h("blockquote", { class: "quote" })));
      else quote.append(h("br"));
      quote.append(...inline(quoted[1]));
      return;
    }
    const afterQuote = quote !== null;
    quote = null;
    const bullet = /^\s*[•◦▪]\s/.test(line);
    if (bullet) nodes.push(h("span", { class: "bullet" }, inline(line)));
    else nodes.push(...inline(line));
    if (
      index < lines.length - 1 &&
      !bullet &&
      !/^(?:&gt;|>)/.test(lines[index + 1]) &&
      !(afterQuote && line === "")
    ) {
      nodes.push(h("br"));
    }
  });
  return nodes;
}

const ATOM = /(`[^`\n]+`)|(<[^<>\n]+>)|(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/;

/** What Slack reads between angle brackets; anything else there is just text. */
const REFERENCE = /^<(?:[@#!]|https?:|mailto:|tel:|slack:)[^<>\n]*>$/;

/** Inline marks, in one line. Atoms first: nothing inside code, links or emoji is a mark. */
export function inline(line) {
  const atoms = [];
  const skeleton = line.split(ATOM).reduce((built, part) => {
    if (part === undefined || part === "") return built;
    const node = atomNode(part);
    if (!node) return built + part;
    atoms.push(node);
    return `${built}\uE000${String.fromCharCode(0xe100 + atoms.length - 1)}`;
  }, "");
  return marks(skeleton, atoms);
}

function atomNode(part) {
  if (/^`[^`\n]+`$/.test(part))
    return h("code", { class: "code" }, plainEntities(part.slice(1, -1)));
  if (REFERENCE.test(part)) return entity(part.slice(1, -1));
  if (/^:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:$/.test(part)) return emojiNode(part.slice(1, -1));
  return null;
}

const OPEN = /(^|[\s\p{P}\p{S}\uE000-\uEFFF])([*_~])(?=\S)/u;

function marks(text, atoms) {
  const open = OPEN.exec(text);
  if (!open) return restore(text, atoms);
  const start = open.index + open[1].length;
  const end = closing(text, open[2], start + 1);
  if (end < 0)
    return [...restore(text.slice(0, start + 1), atoms), ...marks(text.slice(start + 1), atoms)];
  return [
    ...restore(text.slice(0, start), atoms),
    h(MARKS[open[2]], {}, marks(text.slice(start + 1, end), atoms)),
    ...marks(text.slice(end + 1), atoms),
  ];
}

/** Where the mark closes: after a non-space, before something that is not a letter or digit. */
function closing(text, mark, from) {
  for (let at = text.indexOf(mark, from + 1); at >= 0; at = text.indexOf(mark, at + 1)) {
    const after = text[at + 1] ?? " ";
    if (/\S/.test(text[at - 1]) && !/[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}

function restore(text, atoms) {
  return text
    .split(/\uE000([\uE100-\uEFFF])/)
    .flatMap((part, index) =>
      index % 2 ? [atoms[part.charCodeAt(0) - 0xe100]] : withEmoji(unescape(part)),
    )
    .filter((part) => part !== "");
}

/** What stands between angle brackets: a person, channel, group, date, broadcast or link. */
export function entity(body) {
  const [head, ...rest] = body.split("|");
  const label = rest.join("|");
  if (head.startsWith("@")) return mention(head.slice(1));
  if (head.startsWith("#")) return channelLink(head.slice(1), unescape(label));
  if (head.startsWith("!subteam^")) return groupMention(head.slice(9), unescape(label));
  if (head.startsWith("!date^")) return dateNode(head.slice(6), unescape(label));
  if (head.startsWith("!")) return broadcast(head.slice(1).split("^")[0]);
  const url = unescape(head);
  return link(url, label ? inline(label) : url.replace(/^mailto:/, ""));
}

function dateNode(body, fallback) {
  const [seconds, template = "{date_num}", url] = body.split("^");
  if (!/^-?\d+$/.test(seconds)) return fallback;
  const words = fillDate(Number(seconds), template);
  const node = h("time", { title: fullTime(Number(seconds)) }, words);
  return url ? link(url, node) : node;
}
