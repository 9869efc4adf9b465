// Above the messages: the channel's name, topic, members, bookmarks; for the app its tabs.

import { attempt } from "./api.js";
import { avatar } from "./avatar.js";
import { prompt } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { icon } from "./icons.js";
import { link } from "./links.js";
import { openMenu } from "./menu.js";
import { inline } from "./mrkdwn.js";
import { togglePane } from "./pane.js";
import { onApp, onHome, openChannel, openContent } from "./place.js";
import { channelHash, homeHash } from "./router.js";
import { app, nameOf, on, person, state } from "./store.js";

let bar;

export function mountHeader(container) {
  bar = h("div", { class: "channel-header", "data-testid": "channel-header" });
  container.append(bar);
  for (const topic of ["workspace", "place", "channel", "pane"]) on(topic, draw);
}

function draw() {
  if (!state.workspace) return;
  if (onApp()) fill(bar, appHeader());
  else if (openChannel()) fill(bar, channelHeader(openChannel()), bookmarks());
  else fill(bar);
}

function appHeader() {
  const { id, name, bot_user: bot, home, messages_tab: messages } = app();
  const tab = (label, href, current, testid) =>
    h(
      "a",
      { class: "tab", href, "aria-current": current ? "page" : undefined, "data-testid": testid },
      label,
    );
  return [
    h(
      "div",
      { class: "header-row" },
      h("h1", {}, avatar(bot, 24), name, h("span", { class: "app-badge" }, "APP")),
    ),
    h(
      "nav",
      { class: "tabs", "aria-label": `${name} tabs` },
      home && tab("Home", homeHash(id), onHome(), "tab-home"),
      messages && tab("Messages", `${channelHash(id)}/messages`, !onHome(), "tab-messages"),
    ),
  ];
}

function channelHeader(channel) {
  const title = channel.with
    ? h(
        "h1",
        {},
        avatar(channel.with, 24),
        person(channel.with)?.real_name ?? nameOf(channel.with),
        h("span", { class: "header-title" }, person(channel.with)?.title),
      )
    : h(
        "h1",
        {},
        icon(channel.kind === "private" ? "lock" : "hash", 19),
        h("span", { class: "header-name" }, channel.name),
      );
  const isOpen = (kind, tab) => state.pane?.kind === kind && (!tab || state.pane.tab === tab);
  const content = openContent();
  const toggle = (label, glyph, count, target, testid) =>
    h(
      "button",
      {
        type: "button",
        class: "header-button",
        title: label,
        "aria-label": label,
        "aria-pressed": String(isOpen(target.kind, target.tab)),
        "data-testid": testid,
        on: { click: () => togglePane(target) },
      },
      icon(glyph, 16),
      count,
    );
  return h(
    "div",
    { class: "header-row" },
    title,
    !channel.with && topic(channel),
    h(
      "div",
      { class: "header-tools" },
      content?.canvas && toggle("Canvas", "canvas", null, { kind: "canvas" }, "open-canvas"),
      content?.pins.length > 0 &&
        toggle(
          `Pins: ${content.pins.length}`,
          "pin",
          String(content.pins.length),
          { kind: "details", tab: "pins" },
          "open-pins",
        ),
      !channel.with &&
        toggle(
          `Members: ${channel.member_count}`,
          "users",
          String(channel.member_count),
          { kind: "details", tab: "members" },
          "open-members",
        ),
      !channel.with &&
        channel.is_member &&
        h(
          "button",
          {
            type: "button",
            class: "header-button",
            title: "Channel actions",
            "aria-label": "Channel actions",
            "data-testid": "channel-menu",
            on: { click: (event) => actions(event.currentTarget, channel) },
          },
          icon("more", 16),
        ),
    ),
  );
}

function topic(channel) {
  const edit = async () => {
    const words = await prompt({ title: "Edit topic", value: channel.topic, label: "Topic" });
    if (words !== null) await attempt("set_topic", { channel: channel.id, topic: words });
  };
  if (!channel.topic)
    return channel.is_member && !channel.is_archived
      ? h(
          "button",
          { type: "button", class: "topic add-topic", on: { click: edit } },
          "Add a topic",
        )
      : h("span", { class: "topic" });
  return h(
    "div",
    { class: "topic", title: channel.topic, "data-testid": "topic" },
    inline(channel.topic),
  );
}

function actions(anchor, channel) {
  const where = { channel: channel.id };
  const ask = (title, label, name, key, value) => async () => {
    const words = await prompt({ title, label, value });
    if (words !== null) await attempt(name, { ...where, [key]: words });
  };
  const items = [
    {
      label: "Edit topic",
      icon: "edit",
      act: ask("Edit topic", "Topic", "set_topic", "topic", channel.topic),
    },
    {
      label: "Rename channel",
      icon: "hash",
      act: ask("Rename channel", "Channel name", "rename", "name", channel.name),
    },
    {
      label: "Files and pins",
      icon: "pin",
      act: () => togglePane({ kind: "details", tab: "pins" }),
    },
    "divider",
    { label: "Leave channel", icon: "leave", act: () => attempt("leave", where) },
    { label: "Archive channel", icon: "trash", danger: true, act: () => attempt("archive", where) },
  ];
  openMenu(anchor, items, { label: "Channel actions", align: "end", testid: "channel-actions" });
}

function bookmarks() {
  const content = openContent();
  if (!content?.bookmarks.length) return null;
  return h(
    "div",
    { class: "bookmarks", role: "list", "aria-label": "Bookmarks", "data-testid": "bookmarks" },
    content.bookmarks.map((each) => {
      const emoji = each.emoji?.replaceAll(":", "");
      return h(
        "span",
        { role: "listitem" },
        link(each.link, emoji ? emojiNode(emoji) : icon("bookmark", 14), each.title),
      );
    }),
  );
}
