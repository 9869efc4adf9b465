// Ctrl+K: jump to a channel, a person or the app. The same dialog browses channels and people.

import { attempt } from "./api.js";
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { icon } from "./icons.js";
import { channelHash, go, homeHash } from "./router.js";
import { app, state } from "./store.js";

const MOST = 40;

/** A searchable list in a dialog. Items: {text, glyph, label, side, badge, testid, act}. */
export function chooser({ label, placeholder, items, testid }) {
  let active = 0;
  let shown = [];
  const list = h("div", {
    class: "chooser-list",
    role: "listbox",
    id: "chooser-list",
    "aria-label": label,
  });
  const field = h("input", {
    class: "chooser-field",
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": "chooser-list",
    "aria-label": label,
    placeholder,
    autofocus: true,
    autocomplete: "off",
    spellcheck: "false",
    "data-testid": `${testid}-search`,
  });
  const node = openDialog([h("div", { class: "chooser-head" }, icon("search"), field), list], {
    className: "chooser",
    label,
    testid,
  });
  const choose = (item) => {
    node.close();
    item.act();
  };
  const mark = () => {
    [...list.children].forEach((row, index) =>
      row.setAttribute("aria-selected", String(index === active)),
    );
    const row = list.children[active];
    row?.scrollIntoView({ block: "nearest" });
    if (row?.id) field.setAttribute("aria-activedescendant", row.id);
  };
  const draw = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    shown = items
      .filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
      .slice(0, MOST);
    active = 0;
    fill(
      list,
      shown.length
        ? shown.map((item, index) => chooserRow(item, index, choose))
        : h("p", { class: "listbox-note" }, "No results"),
    );
    mark();
  };
  field.addEventListener("input", draw);
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) {
      event.preventDefault();
      active = (active + step + shown.length) % shown.length;
      mark();
    } else if (event.key === "Enter" && shown[active]) {
      event.preventDefault();
      choose(shown[active]);
    }
  });
  draw();
}

function chooserRow(item, index, choose) {
  return h(
    "div",
    {
      class: "chooser-row",
      role: "option",
      id: `chooser-${index}`,
      "data-testid": item.testid,
      on: { click: () => choose(item) },
    },
    h("span", { class: "chooser-glyph" }, item.glyph),
    h(
      "span",
      { class: "chooser-label" },
      item.label,
      item.detail && h("span", { class: "chooser-detail" }, item.detail),
    ),
    item.side && h("span", { class: "chooser-side" }, item.side),
  );
}

const isOther = (each) => each.id !== state.me && !each.is_bot;

function roomItem(channel) {
  const side = channel.is_archived ? "archived" : channel.is_member ? "" : "not joined";
  return {
    text: `#${channel.name} ${channel.topic}`,
    glyph: icon(channel.kind === "private" ? "lock" : "hash"),
    label: channel.name,
    side,
    act: () => go(channelHash(channel.id)),
  };
}

async function writeTo(user) {
  const known = state.workspace.channels.find((each) => each.with === user);
  const { channel, error } = known
    ? { channel: known.id }
    : await attempt("open_dm", { other: user });
  if (!error) go(channelHash(channel));
}

function personItem(each) {
  return {
    text: `${each.real_name} ${each.name} ${each.title}`,
    glyph: avatar(each.id, 24),
    label: each.real_name,
    detail: each.title,
    act: () => writeTo(each.id),
  };
}

export function openSwitcher() {
  const rooms = state.workspace.channels.filter((each) => !each.with);
  const order = (each) =>
    (each.mentions ? 0 : each.unread ? 1 : each.is_member ? 2 : 3) + (each.is_archived ? 4 : 0);
  const items = [
    ...rooms.sort((a, b) => order(a) - order(b)).map(roomItem),
    {
      text: app().name,
      glyph: avatar(app().bot_user, 24),
      label: app().name,
      detail: "App",
      act: () => go(homeHash(app().id)),
    },
    ...Object.values(state.workspace.people).filter(isOther).map(personItem),
  ];
  chooser({
    label: "Jump to",
    placeholder: "Jump to a channel, a person or the app",
    items,
    testid: "switcher",
  });
}

export function browseChannels() {
  const rooms = state.workspace.channels.filter((each) => !each.with);
  chooser({
    label: "All channels",
    placeholder: "Search channels",
    items: rooms.map(roomItem),
    testid: "channel-browser",
  });
}

/** Become someone else: the place stays where that person may see it. */
export function openActAs() {
  const items = Object.values(state.workspace.people)
    .filter((each) => !each.is_bot && !each.deleted)
    .map((each) => ({
      text: `${each.real_name} ${each.name} ${each.title} ${each.locale}`,
      glyph: avatar(each.id, 28),
      label: each.real_name,
      detail: each.title,
      side: each.id === state.me ? "you" : each.locale,
      testid: `act-as-${each.id}`,
      act: () => go(channelHash(state.place ?? "", each.id)),
    }));
  chooser({
    label: "Act as",
    placeholder: "Act as…  name, title or level",
    items,
    testid: "act-as-list",
  });
}
