// One message: author, text or blocks, attachments, files, reactions, thread.

import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks/index.js";
import { clockTime, fullTime, lately } from "./dates.js";
import { h, replaceKeepingFocus, safeHref } from "./dom.js";
import { emojiNode } from "./emoji.js";
import { fileCard } from "./files.js";
import { icon } from "./icons.js";
import { link } from "./links.js";
import { toolbar } from "./message_tools.js";
import { mrkdwn } from "./mrkdwn.js";
import { reactions } from "./reactions.js";
import { threadHash } from "./router.js";
import { app, changed, person, state } from "./store.js";
import { messageSurface } from "./surfaces.js";

const NOTICES = /^((channel|group)_(join|leave|topic|purpose|name|archive|unarchive)|tombstone)$/;

/** `options`: {compact, inThread}. */
export function renderMessage(message, options = {}) {
  const node =
    message.subtype && NOTICES.test(message.subtype) ? notice(message) : full(message, options);
  node.dataset.ts = message.ts;
  node.dataset.testid = "message";
  return node;
}

const at = (message) => Number(message.ts);

function timeLink(message, className) {
  return h("time", { class: className, title: fullTime(at(message)) }, clockTime(at(message)));
}

function notice(message) {
  return h(
    "article",
    { class: "message notice compact", tabindex: -1 },
    h("div", { class: "gutter" }, timeLink(message, "gutter-time")),
    h(
      "div",
      { class: "message-body" },
      h("div", { class: "message-text quiet" }, mrkdwn(message.text)),
    ),
  );
}

function full(message, options) {
  const { compact = false } = options;
  const classes = `message${compact ? " compact" : ""}${message.ephemeral ? " ephemeral" : ""}${message.pinned_to ? " pinned" : ""}`;
  const author = authorOf(message);
  const node = h(
    "article",
    { class: classes, tabindex: -1, "aria-label": `${author.name}, ${clockTime(at(message))}` },
    h("div", { class: "gutter" }, compact ? timeLink(message, "gutter-time") : author.picture),
    h(
      "div",
      { class: "message-body" },
      message.ephemeral && ephemeralNote(message),
      message.pinned_to && h("div", { class: "message-flag" }, icon("pin", 13), "Pinned"),
      message.subtype === "thread_broadcast" && repliedNote(message),
      !compact && header(message, author),
      content(message, () => redraw(node, message, options)),
      message.reactions && reactions(message),
      message.reply_count && !options.inThread && threadSummary(message),
    ),
  );
  const arm = () => {
    if (!node.querySelector(":scope > .message-tools")) node.append(toolbar(message, options));
  };
  node.addEventListener("pointerenter", arm);
  node.addEventListener("focusin", arm);
  return node;
}

function redraw(node, message, options) {
  const fresh = renderMessage(message, options);
  fresh.dataset.key = node.dataset.key;
  fresh.signature = node.signature;
  replaceKeepingFocus(node, fresh);
}

function authorOf(message) {
  const isApp = Boolean(message.bot_id);
  const name =
    message.username ??
    (isApp
      ? (person(message.user)?.real_name ?? app().name)
      : (person(message.user)?.real_name ?? message.user));
  const emoji = message.icons?.emoji?.replaceAll(":", "");
  const image = message.icons?.image_48;
  const picture = emoji
    ? h("span", { class: "emoji-avatar" }, emojiNode(emoji))
    : image
      ? h("img", { class: "avatar", src: safeHref(image), alt: name, width: 36, height: 36 })
      : avatar(message.user, 36, name);
  return { name, isApp, picture };
}

function header(message, author) {
  const status = person(message.user)?.status_emoji?.replaceAll(":", "");
  return h(
    "div",
    { class: "message-header" },
    h("span", { class: "author", title: person(message.user)?.title ?? "" }, author.name),
    author.isApp && h("span", { class: "app-badge" }, "APP"),
    status && emojiNode(status),
    timeLink(message, "message-time"),
  );
}

function ephemeralNote(message) {
  const dismiss = () => {
    state.dismissed.add(message.ts);
    changed("channel");
    changed("thread");
  };
  return h(
    "div",
    { class: "message-flag", "data-testid": "ephemeral-note" },
    icon("eye", 13),
    "Only visible to you",
    h(
      "button",
      { type: "button", class: "link dismiss", "data-testid": "dismiss", on: { click: dismiss } },
      "Dismiss",
    ),
  );
}

function repliedNote(message) {
  return h(
    "div",
    { class: "message-flag" },
    "replied to a ",
    h("a", { class: "link", href: threadHash(message.thread_ts) }, "thread"),
  );
}

function content(message, onRedraw) {
  const surface = messageSurface(message, onRedraw);
  const edited =
    message.edited &&
    h(
      "span",
      { class: "edited", title: `Edited ${fullTime(Number(message.edited.ts))}` },
      " (edited)",
    );
  const body = message.blocks?.length
    ? [renderBlocks(message.blocks, surface), edited]
    : message.text && h("div", { class: "message-text" }, mrkdwn(message.text), edited);
  return h(
    "div",
    { class: "message-content" },
    body,
    message.attachments?.map((each) => attachment(each, surface)),
    message.files && h("div", { class: "files" }, message.files.map(fileCard)),
  );
}

const COLOURS = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

function attachment(each, surface) {
  const raw = each.color ?? "";
  const colour = COLOURS[raw] ?? (/^#?[0-9a-f]{6}$/i.test(raw) ? `#${raw.replace("#", "")}` : null);
  const fields = each.fields?.map((field) =>
    h(
      "div",
      { class: `attachment-field${field.short ? " short" : ""}` },
      h("strong", {}, field.title),
      h("div", {}, mrkdwn(field.value ?? "")),
    ),
  );
  const rendered = each.blocks
    ? renderBlocks(each.blocks, surface)
    : [
        each.author_name && h("div", { class: "attachment-author" }, each.author_name),
        each.title &&
          h(
            "div",
            { class: "attachment-title" },
            each.title_link ? link(each.title_link, each.title) : each.title,
          ),
        each.text && h("div", { class: "message-text" }, mrkdwn(each.text)),
        fields && h("div", { class: "attachment-fields" }, fields),
        each.image_url &&
          h("img", {
            class: "image-block",
            src: safeHref(each.image_url),
            alt: each.fallback ?? "",
          }),
        each.footer && h("div", { class: "attachment-footer" }, each.footer),
      ];
  return h(
    "div",
    { class: "attachment", style: colour ? { "--stripe": colour } : {} },
    each.pretext && h("div", { class: "message-text" }, mrkdwn(each.pretext)),
    h("div", { class: "attachment-body" }, rendered),
  );
}

function threadSummary(message) {
  const count = message.reply_count;
  const last = Number(message.latest_reply);
  const faces = (message.reply_users ?? []).slice(0, 5).map((id) => avatar(id, 22));
  return h(
    "a",
    {
      class: "thread-summary",
      href: threadHash(message.ts),
      "data-testid": "thread-summary",
      "aria-label": `${count} ${count === 1 ? "reply" : "replies"}, open thread`,
    },
    faces,
    h("span", { class: "link" }, `${count} ${count === 1 ? "reply" : "replies"}`),
    h(
      "span",
      { class: "thread-last" },
      `Last reply ${lately(last)}`,
    ),
  );
}
