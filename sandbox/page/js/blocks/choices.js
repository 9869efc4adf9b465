// Checkboxes and radio buttons.

import { h } from "../dom.js";
import { plainText } from "../emoji.js";
import { mrkdwn } from "../mrkdwn.js";

let serial = 0;

const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : plainText(text.text));

function choice(control, option, kind, name, checked, onChange) {
  const input = h("input", {
    type: kind,
    name,
    value: option.value,
    checked,
    "data-focus": `${control.focus}${option.value}`,
    "data-action": control.element.action_id,
    on: { change: onChange },
  });
  const detail =
    option.description && h("span", { class: "option-detail" }, words(option.description));
  return h(
    "label",
    { class: "choice" },
    input,
    h("span", { class: "choice-text" }, h("span", {}, words(option.text)), detail),
  );
}

export function checkboxes(control) {
  const { element } = control;
  const chosen = () => control.state().selected_options;
  const has = (option) => chosen().some((each) => each.value === option.value);
  const toggle = (option) => () => {
    const rest = chosen().filter((each) => each.value !== option.value);
    const next = has(option)
      ? rest
      : element.options.filter((each) => each === option || has(each));
    control.change({ selected_options: next });
  };
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": control.label, "data-testid": "checkboxes" },
    element.options.map((option) =>
      choice(control, option, "checkbox", "", has(option), toggle(option)),
    ),
  );
}

export function radioButtons(control) {
  const name = `radio-${(serial += 1)}`;
  const chosen = control.state().selected_option?.value;
  return h(
    "div",
    {
      class: "choices",
      role: "radiogroup",
      "aria-label": control.label,
      "data-testid": "radio-buttons",
    },
    control.element.options.map((option) =>
      choice(control, option, "radio", name, option.value === chosen, () =>
        control.change({ selected_option: option }),
      ),
    ),
  );
}
