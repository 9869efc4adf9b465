// The list of messages: days, the line where the unread ones start, authors grouped.

import { dayKey, dayTitle } from "./dates.js";
import { fill, h, reconcile } from "./dom.js";
import { avatar } from "./avatar.js";
import { icon } from "./icons.js";
import { renderMessage } from "./message.js";
import { openChannel, openChannelId, openContent } from "./place.js";
import { app, nameOf, on, person, state } from "./store.js";

const GROUP_SECONDS = 300;
const NEAR_BOTTOM_PX = 80;

let list;
let shownId = null;
let atBottom = true;

export function mountMessages(container) {
  list = h("div", {
    class: "message-list-inner",
    role: "log",
    "aria-label": "Messages",
    "aria-live": "polite",
    "data-testid": "message-list",
  });
  container.append(list);
  list.addEventListener("keydown", steer);
  container.addEventListener("scroll", () => {
    atBottom =
      container.scrollHeight - container.scrollTop - container.clientHeight < NEAR_BOTTOM_PX;
  });
  const stay = new ResizeObserver(() => atBottom && bottom(container));
  stay.observe(container);
  stay.observe(list);
  for (const topic of ["channel", "workspace", "place"]) on(topic, () => draw(container));
}

/** Ephemerals this page may still show: of this visit, not dismissed, in this thread or channel. */
export function ephemeralsOf(content, threadTs = null) {
  return (content.ephemerals ?? [])
    .filter((each) => each.ts > state.openedAt && !state.dismissed.has(each.ts))
    .filter((each) => (each.thread_ts ?? null) === threadTs)
    .map((each) => ({ ...each, ephemeral: true }));
}

export const byTime = (one, other) => Number(one.ts) - Number(other.ts);

function draw(container) {
  const content = openContent();
  if (!content) {
    if (openChannelId() !== shownId) fill(list);
    shownId = null;
    return;
  }
  const moved = shownId !== content.id;
  if (moved) {
    shownId = content.id;
    fill(list);
  }
  const stick = moved || atBottom;
  reconcile(list, rows(content), {
    key: (row) => row.key,
    sign: (row) => row.sign,
    render: renderRow,
  });
  if (state.target) showTarget();
  else if (stick) bottom(container);
}

/** Pictures and panes change heights later; who reads the newest stays at the newest. */
function bottom(container) {
  container.scrollTop = container.scrollHeight;
  atBottom = true;
}

/** Bring the message of a permalink into view, and let it glow for a moment. */
function showTarget() {
  const node = list.querySelector(`[data-ts="${CSS.escape(state.target)}"]`);
  if (!node) return;
  state.target = null;
  atBottom = false;
  node.scrollIntoView({ block: "center" });
  node.classList.add("glow");
  setTimeout(() => node.classList.remove("glow"), 2500);
}

function rows(content) {
  const messages = [...content.messages, ...ephemeralsOf(content)].sort(byTime);
  const out = [
    {
      kind: "intro",
      key: "intro",
      sign: `${content.id}${content.name}${content.is_cut}`,
      isCut: content.is_cut,
    },
  ];
  let before = null;
  let marked = false;
  for (const message of messages) {
    const newDay = !before || dayKey(Number(before.ts)) !== dayKey(Number(message.ts));
    if (newDay)
      out.push({
        kind: "day",
        key: `day-${dayKey(Number(message.ts))}`,
        sign: dayTitle(Number(message.ts)),
        at: Number(message.ts),
      });
    const unread =
      !marked &&
      state.newSince &&
      message.ts > state.newSince &&
      message.user !== state.me &&
      !message.ephemeral;
    if (unread) {
      marked = true;
      out.push({ kind: "new", key: "new", sign: "" });
    }
    const compact = !newDay && !unread && follows(before, message);
    out.push({
      kind: "message",
      key: message.ts,
      sign: JSON.stringify([message, compact, state.me]),
      message,
      compact,
    });
    before = message;
  }
  return out;
}

/** Whether a message stands under the same author's name as the one before it. */
export function follows(before, message) {
  return (
    before.user === message.user &&
    before.username === message.username &&
    !before.subtype === !message.subtype &&
    !before.ephemeral &&
    !message.ephemeral &&
    !message.pinned_to &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS
  );
}

function renderRow(row) {
  if (row.kind === "intro") return intro(row.isCut);
  if (row.kind === "day")
    return h("div", { class: "day", role: "separator" }, h("span", {}, dayTitle(row.at)));
  if (row.kind === "new")
    return h(
      "div",
      {
        class: "new-line",
        role: "separator",
        "aria-label": "New messages",
        "data-testid": "new-line",
      },
      h("span", {}, "New"),
    );
  return renderMessage(row.message, { compact: row.compact });
}

function intro(isCut) {
  const channel = openChannel();
  if (!channel) return h("div", { class: "intro" });
  if (isCut) return h("p", { class: "intro quiet" }, "Older messages are not shown here.");
  if (channel.with) return dmIntro(channel);
  const purpose = channel.purpose || `This is the very beginning of the ${channel.name} channel.`;
  return h(
    "div",
    { class: "intro" },
    h("h2", {}, channel.kind === "private" ? icon("lock", 24) : "#", channel.name),
    h("p", {}, purpose),
  );
}

function dmIntro(channel) {
  const other = person(channel.with);
  const words =
    channel.with === app().bot_user
      ? app().description || "This is where the app writes to you."
      : `This conversation is just between you and ${nameOf(channel.with)}.`;
  return h(
    "div",
    { class: "intro" },
    avatar(channel.with, 56),
    h("h2", {}, other?.real_name ?? channel.with),
    h("p", { class: "quiet" }, other?.title),
    h("p", {}, words),
  );
}

/** Up and down move between messages. */
function steer(event) {
  if (!["ArrowUp", "ArrowDown"].includes(event.key) || !event.target.classList.contains("message"))
    return;
  event.preventDefault();
  const all = [...list.querySelectorAll(".message")];
  all[all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
}

export function focusLastMessage() {
  [...list.querySelectorAll(".message")].at(-1)?.focus();
}
