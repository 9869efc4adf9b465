// rich_text: sections, lists, quotes and preformatted text, with every inline element.

import { fillDate, fullTime } from "../dates.js";
import { h } from "../dom.js";
import { emojiNode, withEmoji } from "../emoji.js";
import { link } from "../links.js";
import { broadcast, channelLink, groupMention, mention } from "../mentions.js";

export function richText(block) {
  return block.elements.map((each) => BLOCKS[each.type]?.(each) ?? unsupported(each));
}

const unsupported = (each) => h("span", { class: "unsupported" }, `Unsupported: ${each.type}`);

const BLOCKS = {
  rich_text_section: (each) => h("div", { class: "rich-section" }, inlines(each)),
  rich_text_quote: (each) => h("blockquote", { class: "quote" }, inlines(each)),
  rich_text_preformatted: (each) => h("pre", { class: "code-block" }, inlines(each)),
  rich_text_list: list,
};

function list(each) {
  const tag = each.style === "ordered" ? "ol" : "ul";
  const depth = each.indent ?? 0;
  const items = each.elements.map((item) => h("li", {}, inlines(item)));
  return h(
    tag,
    {
      class: `rich-list depth-${depth % 3}`,
      start: each.offset ? each.offset + 1 : undefined,
      style: { "margin-left": `${depth * 28}px` },
    },
    items,
  );
}

const inlines = (each) =>
  each.elements.map((part) => styled(part, INLINE[part.type]?.(part) ?? unsupported(part)));

const INLINE = {
  text: (part) => lines(part.text),
  link: (part) => link(part.url, part.text || part.url),
  user: (part) => mention(part.user_id),
  channel: (part) => channelLink(part.channel_id),
  usergroup: (part) => groupMention(part.usergroup_id),
  broadcast: (part) => broadcast(part.range),
  emoji: (part) =>
    part.unicode && emojiNode(part.name) === `:${part.name}:`
      ? fromUnicode(part.unicode)
      : emojiNode(part.name),
  date: (part) =>
    h("time", { title: fullTime(part.timestamp) }, fillDate(part.timestamp, part.format)),
  color: (part) => h("code", { class: "code" }, part.value),
  team: (part) => part.team_id,
};

const fromUnicode = (points) =>
  String.fromCodePoint(...points.split("-").map((point) => Number.parseInt(point, 16)));

const lines = (text) =>
  text
    .split("\n")
    .flatMap((line, index) => [index > 0 && h("br"), ...withEmoji(line)])
    .filter((part) => part !== false);

/** Marks nest outwards from the text, code innermost. */
function styled(part, node) {
  const marks = [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
    ["underline", "u"],
  ];
  return marks.reduce(
    (inner, [style, tag]) =>
      part.style?.[style] ? h(tag, tag === "code" ? { class: "code" } : {}, inner) : inner,
    node,
  );
}
