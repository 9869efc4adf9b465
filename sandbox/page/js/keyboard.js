// Keys that work everywhere.

import { focusComposer } from "./channel_foot.js";
import { focusLastMessage } from "./messages.js";
import { closePane } from "./pane.js";
import { toggleInspector } from "./inspector.js";
import { app, state } from "./store.js";
import { openActAs, openSwitcher } from "./switcher.js";
import { go, channelHash } from "./router.js";

const COMMANDS = {
  k: openSwitcher,
  j: openActAs,
  i: toggleInspector,
};

export function mountKeyboard() {
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names a person and a place, not a part of the page
    focusLastMessage();
  });
  document.addEventListener("keydown", (event) => {
    if (!state.workspace || document.querySelector("dialog[open]")) return;
    if (
      (event.ctrlKey || event.metaKey) &&
      !event.altKey &&
      COMMANDS[event.key.toLowerCase()] &&
      !(event.key === "i" && event.shiftKey)
    ) {
      event.preventDefault();
      COMMANDS[event.key.toLowerCase()]();
    } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      neighbour(event.key === "ArrowDown" ? 1 : -1, event.shiftKey);
    } else if (event.key === "Escape") {
      escape(event);
    } else if (
      event.key === "ArrowUp" &&
      event.target.matches("textarea.composer-field") &&
      !event.target.value
    ) {
      focusLastMessage();
    }
  });
}

function escape(event) {
  if (document.body.classList.contains("show-sidebar"))
    document.body.classList.remove("show-sidebar");
  else if (event.target.closest(".message-list-inner")) focusComposer();
  else if (state.pane) closePane();
  else if (state.inspector && event.target.closest("#inspector")) toggleInspector();
}

/** Alt+Down and Alt+Up walk the sidebar; with Shift only what is unread. */
function neighbour(step, unreadOnly) {
  const rows = [...document.querySelectorAll(".sidebar-row")].filter(
    (row) => !unreadOnly || row.classList.contains("unread") || row.classList.contains("current"),
  );
  const at = rows.findIndex((row) => row.classList.contains("current"));
  const next = rows[(at + step + rows.length) % rows.length];
  if (next) go(next.hash || channelHash(app().id));
}
