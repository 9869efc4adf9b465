// Reactions under a message, and the picker to add one.

import { attempt } from "./api.js";
import { h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { pickEmoji } from "./emoji_picker.js";
import { icon } from "./icons.js";
import { nameOf, state } from "./store.js";

const where = (message) => ({ channel: message.channel ?? state.channel.id, ts: message.ts });

export function toggleReaction(message, name) {
  const mine = message.reactions?.find((each) => each.name === name)?.users.includes(state.me);
  return attempt(mine ? "unreact" : "react", { ...where(message), name });
}

export function addReaction(anchor, message) {
  pickEmoji(anchor, (name) => toggleReaction(message, name));
}

export function reactions(message) {
  const add = (event) => addReaction(event.currentTarget, message);
  return h(
    "div",
    { class: "reactions", role: "group", "aria-label": "Reactions" },
    message.reactions.map((each) => pill(message, each)),
    h(
      "button",
      { type: "button", class: "reaction add", "aria-label": "Add reaction", on: { click: add } },
      icon("smile", 15),
    ),
  );
}

function pill(message, { name, users }) {
  const mine = users.includes(state.me);
  const who = users.map((id) => (id === state.me ? "you" : nameOf(id))).join(", ");
  return h(
    "button",
    {
      type: "button",
      class: `reaction${mine ? " mine" : ""}`,
      "aria-pressed": String(mine),
      title: `${who} reacted with :${name}:`,
      "data-testid": "reaction",
      "data-name": name,
      "data-focus": `reaction/${name}`,
      on: { click: () => toggleReaction(message, name) },
    },
    emojiNode(name),
    h("span", {}, String(users.length)),
  );
}
