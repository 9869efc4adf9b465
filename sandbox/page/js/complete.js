// What the composer offers while one types: commands, people, channels, emoji.

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { emojiNode, findEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { app, state } from "./store.js";

const MOST = 8;

/**
 * The suggestions for a text with the cursor at `caret`: {from, items, hint}. An item has a
 * `node` to show and an `insert` that replaces the text from `from` to the caret.
 */
export function suggestions(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) return { from: 0, items: commands(before) };
  const command = /^(\/\S+)\s/.exec(before);
  if (command) return { from: 0, items: [], hint: hintOf(command[1]) };
  const word = /(^|[\s(])([@#:])([\p{L}\p{N}_.+-]*)$/u.exec(before);
  if (!word) return { from: 0, items: [] };
  const [, , sigil, query] = word;
  const from = caret - query.length - 1;
  if (sigil === ":" && query.length < 2) return { from, items: [] };
  return { from, items: FIND[sigil](query.toLowerCase()).slice(0, MOST) };
}

function commands(typed) {
  return app()
    .commands.filter(({ command }) => command.startsWith(typed))
    .map((each) => ({
      insert: `${each.command} `,
      exact: each.command === typed,
      node: commandRow(each),
    }));
}

function commandRow(each) {
  return [
    h("span", { class: "complete-icon" }, avatar(app().bot_user, 20)),
    h(
      "span",
      { class: "complete-main" },
      h("strong", {}, each.command),
      " ",
      h("span", { class: "usage" }, each.usage_hint),
    ),
    h("span", { class: "complete-side" }, each.description),
  ];
}

/** What may follow a command already typed. */
function hintOf(name) {
  const found = app().commands.find(({ command }) => command === name);
  return found ? commandRow(found) : null;
}

const FIND = {
  "@": (query) => [...people(query), ...groups(query), ...broadcasts(query)],
  "#": (query) => channels(query),
  ":": (query) =>
    findEmoji(query, MOST).map((name) => ({
      insert: `:${name}: `,
      node: [emojiNode(name), h("span", { class: "complete-main" }, `:${name}:`)],
    })),
};

function people(query) {
  return Object.values(state.workspace.people)
    .filter((each) => `${each.name} ${each.real_name}`.toLowerCase().includes(query))
    .map((each) => ({
      insert: `@${each.name} `,
      node: [
        avatar(each.id, 20),
        h("span", { class: "complete-main" }, h("strong", {}, each.real_name), " ", each.name),
        h("span", { class: "complete-side" }, each.title),
      ],
    }));
}

function groups(query) {
  return Object.values(state.workspace.usergroups)
    .filter((each) => each.handle.toLowerCase().includes(query))
    .map((each) => ({
      insert: `@${each.handle} `,
      node: [
        icon("users"),
        h("span", { class: "complete-main" }, h("strong", {}, `@${each.handle}`), " ", each.name),
      ],
    }));
}

const EVERYONE = {
  here: "Notify everyone online in this channel",
  channel: "Notify everyone in this channel",
};

function broadcasts(query) {
  return Object.entries(EVERYONE)
    .filter(([name]) => name.startsWith(query))
    .map(([name, what]) => ({
      insert: `@${name} `,
      node: [
        icon("at"),
        h("span", { class: "complete-main" }, h("strong", {}, `@${name}`)),
        h("span", { class: "complete-side" }, what),
      ],
    }));
}

function channels(query) {
  return state.workspace.channels
    .filter((each) => !each.with && each.kind === "public" && each.name.includes(query))
    .map((each) => ({
      insert: `#${each.name} `,
      node: [icon("hash"), h("span", { class: "complete-main" }, each.name)],
    }));
}
