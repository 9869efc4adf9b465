// Members, pins and files of the open channel.

import { attempt } from "./api.js";
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { renderMessage } from "./message.js";
import { openChannel, openContent } from "./place.js";
import { me, nameOf, on, person, set, state } from "./store.js";
import { chooser } from "./switcher.js";

const TABS = { members: "Members", pins: "Pins", files: "Files" };
let body;

export function mountDetails() {
  for (const topic of ["channel", "workspace"]) on(topic, draw);
}

export function detailsPane() {
  body = h("div", { class: "pane-scroll details" });
  draw();
  return body;
}

function draw() {
  const content = openContent();
  if (state.pane?.kind !== "details" || !body) return;
  if (!content) {
    fill(body);
    return;
  }
  const tabs = Object.entries(TABS).map(([tab, label]) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        "aria-current": state.pane.tab === tab ? "page" : undefined,
        on: { click: () => set("pane", { kind: "details", tab }) },
      },
      label,
    ),
  );
  fill(
    body,
    h("nav", { class: "tabs", "aria-label": "Details" }, tabs),
    DRAW[state.pane.tab](content),
  );
}

const DRAW = { members, pins, files };

function members(content) {
  const channel = openChannel();
  const add =
    channel.is_member &&
    !channel.is_archived &&
    h(
      "button",
      {
        type: "button",
        class: "button",
        "data-testid": "add-people",
        on: { click: () => addPeople(content) },
      },
      "Add people",
    );
  return [
    add,
    h(
      "ul",
      { class: "member-list", "data-testid": "members" },
      content.members.map((id) => memberRow(id)),
    ),
  ];
}

function memberRow(id) {
  const found = person(id);
  return h(
    "li",
    {},
    avatar(id, 32),
    h(
      "span",
      { class: "member-text" },
      h("strong", {}, found?.real_name ?? nameOf(id), id === state.me && " (you)"),
      h("span", { class: "quiet" }, found?.is_bot ? "App" : found?.title),
    ),
    found?.is_bot && h("span", { class: "app-badge" }, "APP"),
  );
}

function addPeople(content) {
  const outside = Object.values(state.workspace.people).filter(
    (each) => !content.members.includes(each.id) && !each.deleted,
  );
  const items = outside.map((each) => ({
    text: `${each.real_name} ${each.name} ${each.title}`,
    glyph: avatar(each.id, 24),
    label: each.real_name,
    detail: each.title,
    act: () => attempt("invite", { channel: content.id, whom: each.id }),
  }));
  chooser({
    label: `Add people, as ${me().real_name}`,
    placeholder: "Name or title",
    items,
    testid: "add-people-list",
  });
}

function pins(content) {
  if (!content.pins.length) return h("p", { class: "quiet empty" }, "Nothing is pinned here yet.");
  return h(
    "div",
    { class: "pin-list", "data-testid": "pins" },
    content.pins.map((message) =>
      h("div", { class: "pin-card" }, renderMessage(message, { inThread: true })),
    ),
  );
}

function files(content) {
  const all = content.messages.flatMap((message) => message.files ?? []);
  if (!all.length)
    return h(
      "p",
      { class: "quiet empty" },
      icon("file", 15),
      "No files have been shared here yet.",
    );
  return h("div", { class: "files" }, all.map(fileCard));
}
