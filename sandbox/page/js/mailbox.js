// What clients outside got by e-mail, newest first, each as its reader sees it.

import { post } from "./api.js";
import { ago, fullTime } from "./dates.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, openPopover } from "./popover.js";
import { me, on, state } from "./store.js";

let button = null;
let list = null;
const unfolded = new Set(); // numbers of the mails that are open

export function mountMailbox() {
  on("mailbox", () => {
    drawBadge();
    if (!list?.isConnected) return;
    drawList();
    look();
  });
}

/** The button beside the phone. It is kept, so that the open list stays where it is. */
export function mailboxButton() {
  button ??= h(
    "button",
    {
      type: "button",
      class: "icon-button mailbox-button",
      title: "E-mails to clients",
      "aria-haspopup": "dialog",
      "data-testid": "mailbox",
      "data-focus": "mailbox",
      on: { click: toggle },
    },
    icon("mail"),
  );
  drawBadge();
  return me() ? button : null;
}

function drawBadge() {
  if (!button) return;
  const unseen = state.mailbox?.unseen ?? 0;
  button.setAttribute("aria-label", unseen ? `E-mails to clients: ${unseen} new` : "E-mails to clients");
  button.querySelector(".mailbox-badge")?.remove();
  if (unseen)
    button.append(h("span", { class: "mailbox-badge", "data-testid": "mailbox-badge" }, `${unseen}`));
}

function toggle(event) {
  if (list?.isConnected) {
    closePopover({ refocus: true });
    list = null;
    return;
  }
  list = h("div", {
    class: "mailbox",
    role: "dialog",
    "aria-label": "E-mails to clients",
    tabindex: -1,
    "data-testid": "mailbox-list",
  });
  drawList();
  openPopover(event.currentTarget, list, { className: "mailbox-popover", align: "end" });
  list.focus();
  look();
}

function look() {
  if (state.mailbox?.unseen) post("/page/mailbox/look", { me: state.me });
}

function drawList() {
  const mails = state.mailbox?.mails ?? [];
  fill(
    list,
    h("h2", {}, "E-mails to clients"),
    mails.length
      ? h("ol", {}, mails.map(row))
      : h("p", { class: "mailbox-empty" }, "No client has been written to yet."),
  );
}

function row(mail) {
  const details = h(
    "details",
    { open: unfolded.has(mail.number) ? "" : null },
    h(
      "summary",
      {},
      h("strong", {}, mail.subject),
      h("span", { class: "mailbox-to" }, mail.to),
      h("time", { title: fullTime(mail.at) }, ago(mail.at)),
    ),
    h("p", { class: "mailbox-text" }, mail.text),
    h(
      "dl",
      {},
      Object.entries({ From: mail.sender, ...mail.headers }).map(([name, value]) => [
        h("dt", {}, name),
        h("dd", {}, value),
      ]),
    ),
  );
  details.addEventListener("toggle", () => {
    if (details.open) unfolded.add(mail.number);
    else unfolded.delete(mail.number);
  });
  return h("li", { "data-testid": "mail", "data-to": mail.to }, details);
}
