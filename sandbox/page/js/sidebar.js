// The sidebar: channels, direct messages, the app; what is unread, and how often one is named.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { channelHash, homeHash } from "./router.js";
import { app, channelById, nameOf, on, person, state } from "./store.js";
import { browseChannels, openSwitcher } from "./switcher.js";

let nav;
const folded = new Set();

export function mountSidebar(container) {
  nav = h("nav", {
    class: "sidebar-nav",
    "aria-label": "Channels",
    "data-testid": "sidebar",
    on: { keydown: steer },
  });
  container.append(nav);
  for (const topic of ["workspace", "place", "connected"]) on(topic, draw);
}

function draw() {
  if (!state.workspace) return;
  const focus = nav.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const mine = state.workspace.channels.filter((each) => each.is_member && !each.is_archived);
  const rooms = mine.filter((each) => !each.with).sort((a, b) => a.name.localeCompare(b.name));
  const talks = mine
    .filter((each) => each.with && each.with !== app().bot_user)
    .sort((a, b) => nameOf(a.with).localeCompare(nameOf(b.with)));
  fill(
    nav,
    section("Channels", rooms.map(roomRow), { label: "Browse channels", act: browseChannels }),
    section("Direct messages", talks.map(talkRow), {
      label: "New message",
      act: () => openSwitcher(),
    }),
    section("Apps", [appRow()]),
  );
  if (focus) nav.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function section(title, rows, add = null) {
  const open = !folded.has(title);
  const fold = () => {
    if (open) folded.add(title);
    else folded.delete(title);
    draw();
  };
  const shown = open
    ? rows
    : rows.filter((row) => row.classList.contains("unread") || row.classList.contains("current"));
  return h(
    "section",
    { class: "sidebar-section" },
    h(
      "div",
      { class: "sidebar-title" },
      h(
        "button",
        {
          type: "button",
          class: `fold${open ? "" : " folded"}`,
          "aria-expanded": String(open),
          "data-focus": title,
          on: { click: fold },
        },
        icon("chevron", 13),
        title,
      ),
      add &&
        h(
          "button",
          {
            type: "button",
            class: "icon-button",
            title: add.label,
            "aria-label": add.label,
            on: { click: add.act },
          },
          icon("plus", 15),
        ),
    ),
    shown,
  );
}

function row({ id, href, testid, glyph, label, channel, side, current }) {
  const unread = channel && (channel.unread > 0 || channel.mentions > 0);
  const classes = `sidebar-row${current ? " current" : ""}${unread ? " unread" : ""}`;
  const spoken = [
    label,
    unread && `${channel.unread} unread`,
    channel?.mentions && `${channel.mentions} mentions`,
  ]
    .filter(Boolean)
    .join(", ");
  return h(
    "a",
    {
      class: classes,
      href,
      "data-testid": testid,
      "data-focus": id,
      "aria-current": current ? "page" : undefined,
      "aria-label": spoken,
    },
    h("span", { class: "sidebar-glyph" }, glyph),
    h("span", { class: "sidebar-label" }, label),
    side,
    channel?.mentions > 0 &&
      h("span", { class: "badge", "data-testid": "mentions" }, String(channel.mentions)),
  );
}

function roomRow(channel) {
  return row({
    id: channel.id,
    href: channelHash(channel.id),
    testid: `sidebar-channel-${channel.name}`,
    glyph: icon(channel.kind === "private" ? "lock" : "hash", 15),
    label: channel.name,
    channel,
    current: state.place === channel.id,
  });
}

function talkRow(channel) {
  const other = person(channel.with);
  return row({
    id: channel.id,
    href: channelHash(channel.id),
    testid: `sidebar-dm-${other?.name ?? channel.with}`,
    glyph: avatar(channel.with, 20),
    label: nameOf(channel.with),
    channel,
    current: state.place === channel.id,
  });
}

function appRow() {
  const { id, bot_user: bot, online, dm, name, home } = app();
  const offline =
    !online && h("span", { class: "offline", title: "The app has no open connection" }, "offline");
  const channel = channelById(dm);
  const href = home && !channel?.unread ? homeHash(id) : `${channelHash(id)}/messages`;
  return row({
    id,
    href,
    testid: "sidebar-app",
    glyph: avatar(bot, 20),
    label: name,
    channel,
    side: offline,
    current: state.place === id,
  });
}

function steer(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...nav.querySelectorAll("a, .fold")];
  all[all.indexOf(document.activeElement) + step]?.focus();
}
