// The thread pane: the parent, its replies, a composer of its own.

import { Composer } from "./composer.js";
import { fill, h, reconcile } from "./dom.js";
import { renderMessage } from "./message.js";
import { byTime, ephemeralsOf, follows } from "./messages.js";
import { openChannel, openChannelId, openContent } from "./place.js";
import { nameOf, on, state } from "./store.js";

let list;
let scroller;
let composer;

export function threadPane() {
  list = h("div", {
    class: "thread-list",
    role: "log",
    "aria-label": "Thread",
    "data-testid": "thread-list",
  });
  scroller = h("div", { class: "pane-scroll" }, list);
  composer = new Composer({
    target: () => ({ channel: openChannelId(), thread_ts: state.pane?.ts }),
    placeholder: () => "Reply…",
    draftKey: () => `${state.me}/${openChannelId()}/${state.pane?.ts}`,
    testid: "thread-composer",
  });
  const node = h("div", { class: "thread" }, scroller, composer.node);
  drawThread();
  return node;
}

export function mountThread() {
  for (const topic of ["thread", "channel"]) on(topic, drawThread);
}

export const threadSubtitle = () => {
  const channel = openChannel();
  if (!channel) return "";
  return channel.with ? nameOf(channel.with) : `#${channel.name}`;
};

function drawThread() {
  if (state.pane?.kind !== "thread" || !list) return;
  composer.refresh();
  if (state.thread?.ts !== state.pane.ts) {
    fill(list);
    return;
  }
  const [parent, ...replies] = state.thread.messages;
  const extra = openContent() ? ephemeralsOf(openContent(), state.pane.ts) : [];
  const all = [...replies, ...extra].sort(byTime);
  const rows = [];
  if (parent)
    rows.push({
      key: parent.ts,
      sign: JSON.stringify([parent, state.me]),
      message: parent,
      compact: false,
    });
  if (all.length) rows.push({ key: "count", sign: String(replies.length), count: replies.length });
  all.forEach((message, index) => {
    const compact = index > 0 && follows(all[index - 1], message);
    rows.push({
      key: message.ts,
      sign: JSON.stringify([message, compact, state.me]),
      message,
      compact,
    });
  });
  const stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
  reconcile(list, rows, { key: (row) => row.key, sign: (row) => row.sign, render });
  if (stick) scroller.scrollTop = scroller.scrollHeight;
}

function render(row) {
  if (!row.message)
    return h(
      "div",
      { class: "reply-count", role: "separator" },
      h("span", {}, `${row.count} ${row.count === 1 ? "reply" : "replies"}`),
    );
  return renderMessage(row.message, { compact: row.compact, inThread: true });
}

export const focusThread = () => composer?.field.focus();
