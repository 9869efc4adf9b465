// An emoji by its Slack name, drawn where the page has its own drawing (fonts differ by machine).

import { h } from "./dom.js";
import { drawing } from "./emoji_art.js";
import { CHARACTER, EMOJI } from "./emoji_names.js";
import { unescape } from "./entities.js";

const NAME_OF = new Map(EMOJI.map(([character, names]) => [character, names[0]]));
const DRAWN = new RegExp(
  `(${EMOJI.filter(([, names]) => drawing(names[0]))
    .map(([character]) => character.replace("\uFE0F", ""))
    .join("|")})\uFE0F?`,
  "u",
);

/** The emoji as a node; an unknown name stays as typed, colons and all. */
export function emojiNode(name) {
  const base = name.split("::")[0];
  const character = CHARACTER.get(base);
  if (!character) return `:${name}:`;
  const art = drawing(NAME_OF.get(character));
  const props = {
    class: art ? "emoji emoji-drawn" : "emoji",
    role: "img",
    "aria-label": `${base} emoji`,
    title: `:${name}:`,
  };
  return h("span", props, art ?? character);
}

/** Text in which characters that the page can draw are drawn. */
export function withEmoji(text) {
  return text.split(DRAWN).map((part) => {
    const name = NAME_OF.get(part) ?? NAME_OF.get(`${part}\uFE0F`);
    return name && drawing(name) ? emojiNode(name) : part;
  });
}

/** plain_text with `emoji`: names between colons become emoji, nothing else is read. */
export function plainText(text) {
  return unescape(text)
    .split(/:([a-z0-9_+'-]+):/)
    .flatMap((part, index) => {
      if (index % 2 === 0) return withEmoji(part);
      return CHARACTER.has(part) ? [emojiNode(part)] : [`:${part}:`];
    });
}

/** Names that match what was typed: prefix first, then anywhere. */
export function findEmoji(query, limit = 60) {
  const wanted = query.toLowerCase();
  const starts = [];
  const contains = [];
  for (const [, names] of EMOJI) {
    const hit = names.find((name) => name.startsWith(wanted));
    if (hit) starts.push(hit);
    else if (names.some((name) => name.includes(wanted))) contains.push(names[0]);
  }
  return [...starts, ...contains].slice(0, limit);
}
