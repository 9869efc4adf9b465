// Buttons, link buttons and overflow menus.

import { h, safeHref } from "../dom.js";
import { plainText } from "../emoji.js";
import { icon } from "../icons.js";
import { openMenu } from "../menu.js";

export function button(control) {
  const { element } = control;
  const style = ["primary", "danger"].includes(element.style) ? ` ${element.style}` : "";
  const props = {
    class: `button${style}`,
    "data-testid": "block-button",
    "data-action": element.action_id,
    "data-focus": control.focus,
    "aria-label": element.accessibility_label,
  };
  const text = h("span", { class: "button-text" }, plainText(element.text.text));
  const press = (event) =>
    busyWhile(event.currentTarget, () => control.press({ value: element.value }));
  if (element.url) {
    return h(
      "a",
      {
        ...props,
        href: safeHref(element.url),
        target: "_blank",
        rel: "noreferrer noopener",
        on: { click: press },
      },
      text,
    );
  }
  return h("button", { ...props, type: "button", on: { click: press } }, text);
}

/** A button that waits for the app shows it, and cannot be pressed twice. */
async function busyWhile(node, work) {
  if (node.ariaBusy === "true") return;
  node.ariaBusy = "true";
  try {
    await work();
  } finally {
    node.ariaBusy = "false";
  }
}

export function overflow(control) {
  const { element } = control;
  const open = (event) =>
    openMenu(
      event.currentTarget,
      element.options.map((option) => entry(control, option)),
      { label: "More actions", testid: "overflow-menu" },
    );
  return h(
    "button",
    {
      type: "button",
      class: "button overflow",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      "data-testid": "overflow",
      "data-action": element.action_id,
      "data-focus": control.focus,
      on: { click: open },
    },
    icon("more"),
  );
}

function entry(control, option) {
  return {
    label: plainText(option.text.text),
    hint: option.description?.text,
    act: () => {
      if (option.url) window.open(safeHref(option.url), "_blank", "noreferrer");
      control.press({ selected_option: option });
    },
  };
}
