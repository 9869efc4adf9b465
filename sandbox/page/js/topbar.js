// The bar at the top: jump, whom one acts as, theme, inspector.

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { toggleInspector } from "./inspector.js";
import { mailboxButton } from "./mailbox.js";
import { phoneButton } from "./phone.js";
import { me, on, state } from "./store.js";
import { openActAs, openSwitcher } from "./switcher.js";
import { nextTheme, themeLabel } from "./theme.js";

let bar;
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export function mountTopbar(container) {
  bar = container;
  for (const topic of ["workspace", "place", "inspector", "connected"]) on(topic, draw);
}

function tool(label, glyph, act, testid, pressed) {
  return h(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: label,
      "aria-label": label,
      "aria-pressed": pressed,
      "data-testid": testid,
      "data-focus": testid,
      on: { click: act },
    },
    icon(glyph),
  );
}

function draw() {
  if (!state.workspace) return;
  const focus = bar.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const theme = () => {
    nextTheme();
    draw();
  };
  fill(
    bar,
    tool(
      "Channels",
      "menu",
      () => document.body.classList.toggle("show-sidebar"),
      "sidebar-toggle",
    ),
    h(
      "span",
      { class: "brand" },
      "Sandbox",
      h("span", { class: "brand-team" }, ` · ${state.workspace.team.name}`),
    ),
    h(
      "button",
      {
        type: "button",
        class: "jump",
        "data-testid": "jump",
        "data-focus": "jump",
        on: { click: () => openSwitcher() },
      },
      icon("search", 15),
      h("span", {}, `Jump to…`),
      h("kbd", {}, MAC ? "⌘K" : "Ctrl K"),
    ),
    !state.connected && h("span", { class: "lost", role: "status" }, "Reconnecting…"),
    actAs(),
    phoneButton(),
    mailboxButton(),
    tool(
      themeLabel(),
      document.documentElement.dataset.theme === "light" ? "sun" : "moon",
      theme,
      "theme-toggle",
    ),
    tool("Inspector", "activity", toggleInspector, "inspector-toggle", String(state.inspector)),
  );
  if (focus) bar.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function actAs() {
  const person = me();
  if (!person) return null;
  return h(
    "button",
    {
      type: "button",
      class: "act-as",
      title: "Act as somebody else",
      "aria-label": `Acting as ${person.real_name}, ${person.title}. Change`,
      "data-testid": "act-as",
      "data-focus": "act-as",
      on: { click: openActAs },
    },
    avatar(person.id, 26),
    h(
      "span",
      { class: "act-as-text" },
      h("strong", {}, person.real_name),
      h("span", {}, person.title),
    ),
    icon("chevron", 14),
  );
}
