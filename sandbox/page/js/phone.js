// The acted person's phone: what reached them outside Slack, with links one can press.

import { post } from "./api.js";
import { ago, fullTime } from "./dates.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { link } from "./links.js";
import { closePopover, openPopover } from "./popover.js";
import { me, on, state } from "./store.js";

const LINK = /https?:\/\/[^\s<>"]+/g;
const KINDS = {
  sms: "SMS",
  phone: "Call",
  email: "E-mail",
  push: "Notification",
};
let button = null;
let screen = null;

export function mountPhone() {
  on("phone", () => {
    drawBadge();
    if (!screen?.isConnected) return;
    drawScreen();
    look();
  });
}

/** The button beside the person. It is kept, so that the open phone stays where it is. */
export function phoneButton() {
  button ??= h(
    "button",
    {
      type: "button",
      class: "icon-button phone-button",
      "aria-haspopup": "dialog",
      "data-testid": "phone",
      "data-focus": "phone",
      on: { click: toggle },
    },
    icon("phone"),
  );
  drawBadge();
  return me() ? button : null;
}

/** How much has come in since the person last looked. */
function drawBadge() {
  if (!button || !me()) return;
  const unseen = state.phone?.unseen ?? 0;
  button.title = `What reached ${me().real_name} outside Slack`;
  button.setAttribute("aria-label", unseen ? `Phone: ${unseen} new` : "Phone");
  button.querySelector(".phone-badge")?.remove();
  if (unseen)
    button.append(h("span", { class: "phone-badge", "data-testid": "phone-badge" }, `${unseen}`));
}

function toggle(event) {
  if (screen?.isConnected) return closePhone();
  screen = h("div", {
    class: "phone",
    role: "dialog",
    "aria-label": `${me().real_name}’s phone`,
    tabindex: -1,
    "data-testid": "phone-screen",
  });
  drawScreen();
  openPopover(event.currentTarget, screen, { className: "phone-popover", align: "end" });
  screen.focus();
  look();
  return undefined;
}

function closePhone() {
  if (!screen?.isConnected) return;
  closePopover({ refocus: true });
  screen = null;
}

function look() {
  if (state.phone?.unseen) post("/page/phone/look", { me: state.me });
}

function drawScreen() {
  const rings = state.phone?.rings ?? [];
  fill(
    screen,
    h("div", { class: "phone-speaker", "aria-hidden": "true" }),
    rings.length
      ? h("ol", { class: "phone-rings" }, rings.map(ring))
      : h("p", { class: "phone-silent" }, "Nothing has arrived on this phone."),
  );
}

function ring({ kind, title, text, at }) {
  return h(
    "li",
    { class: `phone-ring phone-${kind}`, "data-testid": "phone-ring", "data-kind": kind },
    h(
      "div",
      { class: "phone-head" },
      h("span", { class: "phone-kind" }, KINDS[kind] ?? kind),
      h("time", { title: fullTime(at) }, ago(at)),
    ),
    title && h("strong", {}, title),
    h("p", {}, withLinks(text)),
  );
}

/** Addresses in a text become links; everything else stays text. */
function withLinks(text) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(text.slice(from, found.index), link(found[0], found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}
