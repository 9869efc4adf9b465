// The sandbox's page: a Slack workspace one can act in as anybody.
//
// Address: #/as/U0OLENA/C0INCIDENTS, and behind it /thread/TS for a channel, /home or /messages
// for the app.
//
// Hooks for tests (data-testid):
//   act-as, act-as-list, act-as-list-search, act-as-{user}       who one acts as
//   sidebar, sidebar-channel-{name}, sidebar-dm-{user name}, sidebar-app, mentions
//   switcher, switcher-search                                     Ctrl+K
//   channel-header, topic, bookmarks, open-canvas, open-pins, open-members, channel-menu,
//   tab-home, tab-messages, app-home
//   message-list, message (with data-ts), new-line, ephemeral-note, dismiss, reaction (data-name),
//   thread-summary, add-reaction, reply, more, message-menu, edit-field, file
//   composer, composer-send, composer-attach, composer-shortcuts, composer-file, composer-error,
//   suggestions, command-hint; the same with thread-composer for the thread pane
//   pane, close-pane, thread-list, members, pins, canvas, add-people
//   modal, modal-submit, modal-close, modal-dismiss, modal-back, modal-trouble, input-block,
//   input-error; blocks carry data-block (block_id), elements data-action (action_id)
//   block-button, overflow, overflow-menu, select, select-list, select-search, chip, checkboxes,
//   radio-buttons, and text fields and pickers under their Block Kit type (plain_text_input, …)
//   confirm, confirm-yes, confirm-no, prompt, toast
//   inspector, inspector-toggle, inspector-filter, inspector-traffic, inspector-faults, traffic,
//   traffic-row (data-name), faults, fault-{name}, active-faults, clear-faults, realistic-limits
//   phone, phone-badge, phone-screen, phone-ring (data-kind)
//   mailbox, mailbox-badge, mailbox-list, mail (data-to)
//   theme-toggle, sidebar-toggle
// <html data-ready> appears when the first state has arrived.

import { attempt, connect, watch } from "./api.js";
import { mountChannelFoot } from "./channel_foot.js";
import { mountHeader } from "./header.js";
import { mountHome } from "./home.js";
import { mountInspector } from "./inspector.js";
import { mountKeyboard } from "./keyboard.js";
import { mountMailbox } from "./mailbox.js";
import { mountMessages } from "./messages.js";
import { mountModals } from "./modal.js";
import { mountPane } from "./pane.js";
import { onHome, openChannel, openChannelId, openContent } from "./place.js";
import { mountPhone } from "./phone.js";
import { closePopover } from "./popover.js";
import { channelHash, homeHash, onNavigate, parse } from "./router.js";
import { mountSidebar } from "./sidebar.js";
import { app, changed, channelById, on, state } from "./store.js";
import { applyTheme } from "./theme.js";
import { mountTopbar } from "./topbar.js";

const region = (id) => document.getElementById(id);

function start() {
  applyTheme();
  mountTopbar(region("topbar"));
  mountSidebar(region("sidebar"));
  mountHeader(region("header"));
  mountMessages(region("messages"));
  mountHome(region("home"));
  mountChannelFoot(region("foot"));
  mountPane(region("pane"));
  mountInspector(region("inspector"));
  mountModals();
  mountKeyboard();
  mountPhone();
  mountMailbox();
  onNavigate(navigate);
  on("workspace", settle);
  on("channel", read);
  on("channel", () => state.channel?.missing && settle());
  on("inspector", tellServer);
  document.addEventListener("visibilitychange", read);
  takeAddress();
  tellServer();
  connect();
}

function takeAddress() {
  const { me, place, thread, at, tab } = parse();
  const moved = me !== state.me || place !== state.place;
  state.me = me;
  state.place = place;
  state.tab = tab ?? "messages";
  state.target = at;
  if (thread) state.pane = { kind: "thread", ts: thread };
  else if (moved || state.pane?.kind === "thread") state.pane = null;
  if (moved) state.newSince = null;
}

function navigate() {
  closePopover();
  const before = state.me;
  takeAddress();
  if (before !== state.me) state.home = state.phone = null;
  document.body.classList.remove("show-sidebar");
  tellServer();
  if (before === state.me) settle();
  changed("place");
  changed("pane");
  if (before !== state.me) changed("views");
}

/** Once the workspace is known: fill the gaps of the address, and open what it names. */
function settle() {
  const { workspace } = state;
  document.documentElement.dataset.ready = "";
  if (!state.me || !workspace.people[state.me])
    return replaceAddress(address(state.place ?? workspace.first_channel, workspace.me));
  if (workspace.me !== state.me) return undefined;
  const channel = channelById(state.place);
  if (channel?.with === app().bot_user) return replaceAddress(`${channelHash(app().id)}/messages`);
  const known = channel || state.place === app().id;
  if (!known) return lost();
  if (state.place === app().id && state.tab === "home" && !app().home)
    return replaceAddress(`${channelHash(app().id)}/messages`);
  if (state.place === app().id && !parse().tab && app().home)
    return replaceAddress(homeHash(app().id));
  if (state.newSince === null && openChannel())
    state.newSince = openChannel().unread ? openChannel().last_read : "";
  document.title = `${channel ? channel.name || "Direct message" : app().name} · Sandbox · ${workspace.team.name}`;
  tellServer();
  changed("pane");
  return undefined;
}

/** A place one may not see, or one made a moment ago: the server's answer tells them apart. */
function lost() {
  if (state.channel?.missing && state.channel.id === state.place)
    replaceAddress(channelHash(state.workspace.first_channel));
  else tellServer();
}

/** The address of a place for somebody, with the message a permalink asked for. */
const address = (place, me) => channelHash(place, me) + (state.target ? `/at/${state.target}` : "");

function replaceAddress(hash) {
  history.replaceState(null, "", hash);
  navigate();
}

let told = "";

function tellServer() {
  const view = {
    me: state.me,
    channel: openChannelIdOrNull(),
    thread: state.pane?.kind === "thread" ? state.pane.ts : null,
    inspector: state.inspector,
  };
  const words = JSON.stringify(view);
  if (words === told) return;
  told = words;
  watch(view);
}

const openChannelIdOrNull = () =>
  state.workspace || state.place?.startsWith("A") === false ? (openChannelId() ?? null) : null;

/** What one looks at is read, as far as it has come. */
function read() {
  const channel = openChannel();
  const content = openContent();
  if (document.hidden || !channel || !content || onHome() || !channel.is_member) return;
  const last = content.last_ts;
  if (
    last &&
    (channel.unread > 0 || channel.mentions > 0) &&
    last > channel.last_read &&
    read.last !== `${state.me}/${last}`
  ) {
    read.last = `${state.me}/${last}`;
    attempt("mark", { channel: channel.id, ts: last });
  }
}

start();
