// People, channels and groups inside a text.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { channelHash } from "./router.js";
import { channelById, nameOf, person, state, usergroup } from "./store.js";

export function mention(id) {
  const found = person(id);
  const mine = id === state.me ? " mention-me" : "";
  return h(
    "span",
    { class: `mention${mine}`, title: found ? `${found.real_name} · ${found.title}` : id },
    `@${nameOf(id)}`,
  );
}

/** A channel the person may not see reads as private, whatever the text says. */
export function channelLink(id, label = "") {
  const channel = channelById(id);
  if (!channel)
    return h(
      "span",
      { class: "mention" },
      icon("lock"),
      label && !state.workspace ? label : "private channel",
    );
  return h(
    "a",
    { class: "mention", href: channelHash(id) },
    channel.kind === "private" ? icon("lock") : "#",
    channel.name,
  );
}

export function groupMention(id, label = "") {
  const group = usergroup(id);
  const mine = group?.users.includes(state.me) ? " mention-me" : "";
  return h(
    "span",
    { class: `mention${mine}`, title: group?.name ?? "" },
    group ? `@${group.handle}` : label || `@${id}`,
  );
}

export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}
