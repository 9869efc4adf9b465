// The toolbar of a message under the pointer or the focus.

import { attempt } from "./api.js";
import { ask } from "./dialogs.js";
import { h, fill } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { unescape } from "./entities.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { addReaction, toggleReaction } from "./reactions.js";
import { go, threadHash } from "./router.js";
import { app, state } from "./store.js";
import { toast } from "./toast.js";

const QUICK = ["white_check_mark", "eyes", "+1"];

const where = (message) => ({ channel: message.channel ?? state.channel.id, ts: message.ts });

function tool(label, glyph, act, testid) {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: label,
      "aria-label": label,
      "data-testid": testid,
      on: { click: act },
    },
    glyph,
  );
}

export function toolbar(message, { inThread = false } = {}) {
  const thread = () => go(threadHash(message.thread_ts ?? message.ts));
  const quick = message.ephemeral
    ? []
    : QUICK.map((name) =>
        tool(`React with :${name}:`, emojiNode(name), () => toggleReaction(message, name)),
      );
  return h(
    "div",
    { class: "message-tools", role: "toolbar", "aria-label": "Message actions" },
    quick,
    !message.ephemeral &&
      tool(
        "Add reaction",
        icon("smile"),
        (event) => addReaction(event.currentTarget, message),
        "add-reaction",
      ),
    !message.ephemeral && !inThread && tool("Reply in thread", icon("reply"), thread, "reply"),
    !message.ephemeral &&
      tool("More actions", icon("more"), (event) => more(event.currentTarget, message), "more"),
  );
}

function more(anchor, message) {
  const mine = message.user === state.me && !message.bot_id;
  const pinned = Boolean(message.pinned_to);
  const items = [
    { label: "Copy link", icon: "link", act: () => copyLink(message) },
    {
      label: pinned ? "Unpin from channel" : "Pin to channel",
      icon: "pin",
      act: () => attempt(pinned ? "unpin" : "pin", where(message)),
    },
    mine && {
      label: "Edit message",
      icon: "edit",
      act: () => startEditing(anchor.closest(".message"), message),
    },
    mine && { label: "Delete message…", icon: "trash", danger: true, act: () => remove(message) },
  ].filter(Boolean);
  const shortcuts = app().message_shortcuts.map((each) => ({
    label: each.name,
    hint: app().name,
    icon: "bolt",
    act: () => attempt("message_shortcut", { ...where(message), callback_id: each.callback_id }),
  }));
  openMenu(anchor, shortcuts.length ? [...shortcuts, "divider", ...items] : items, {
    label: "Message actions",
    align: "end",
    testid: "message-menu",
  });
}

async function copyLink(message) {
  const url = `${location.origin}/archives/${where(message).channel}/p${message.ts.replace(".", "")}`;
  try {
    await navigator.clipboard.writeText(url);
    toast("Link copied", { kind: "info" });
  } catch {
    toast(url, { kind: "info" });
  }
}

async function remove(message) {
  const sure = await ask({
    title: "Delete message",
    text: "Are you sure you want to delete this message? This cannot be undone.",
    yes: "Delete",
    danger: true,
  });
  if (sure) await attempt("delete", where(message));
}

function startEditing(node, message) {
  const content = node.querySelector(".message-content");
  const before = [...content.childNodes];
  const field = h("textarea", {
    class: "field edit-field",
    rows: 3,
    value: unescape(message.text),
    "aria-label": "Edit message",
    "data-testid": "edit-field",
  });
  const stop = () => fill(content, before);
  const save = async () => {
    stop();
    if (field.value.trim() && field.value !== unescape(message.text))
      await attempt("edit", { ...where(message), text: field.value });
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      save();
    }
  });
  fill(
    content,
    field,
    h(
      "div",
      { class: "dialog-actions" },
      h("button", { type: "button", class: "button", on: { click: stop } }, "Cancel"),
      h("button", { type: "button", class: "button primary", on: { click: save } }, "Save"),
    ),
  );
  field.focus();
}
