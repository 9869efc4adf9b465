// Small dialogs the page itself asks: confirmations, one-line questions.

import { h } from "./dom.js";
import { plainText } from "./emoji.js";
import { mrkdwn } from "./mrkdwn.js";

/** Open a dialog; Escape and a click on the backdrop cancel it. Answers the node. */
export function openDialog(content, { className = "", label, testid, onCancel } = {}) {
  const node = h(
    "dialog",
    { class: `dialog ${className}`, "aria-label": label, "data-testid": testid },
    content,
  );
  node.addEventListener("cancel", () => onCancel?.());
  node.addEventListener("pointerdown", (event) => {
    if (event.target !== node) return;
    onCancel?.();
    node.close();
  });
  node.addEventListener("close", () => node.remove());
  document.body.append(node);
  node.showModal();
  return node;
}

const words = (object) => (object.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object.text));

/** Slack's confirm object. Resolves to true only where the person agreed. */
export function confirmed(confirm) {
  return ask({
    title: confirm.title ? plainText(confirm.title.text) : "Are you sure?",
    text: confirm.text ? words(confirm.text) : "",
    yes: confirm.confirm?.text ?? "Yes",
    no: confirm.deny?.text ?? "Cancel",
    danger: confirm.style === "danger",
  });
}

export function ask({ title, text, yes, no = "Cancel", danger = false }) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      resolve(value);
      node.close();
    };
    const content = h(
      "div",
      { class: "dialog-body" },
      h("h2", {}, title),
      h("div", { class: "dialog-text" }, text),
      h(
        "div",
        { class: "dialog-actions" },
        h(
          "button",
          {
            type: "button",
            class: "button",
            "data-testid": "confirm-no",
            on: { click: answer(false) },
          },
          plainText(no),
        ),
        h(
          "button",
          {
            type: "button",
            class: `button ${danger ? "danger-solid" : "primary"}`,
            autofocus: true,
            "data-testid": "confirm-yes",
            on: { click: answer(true) },
          },
          plainText(yes),
        ),
      ),
    );
    const node = openDialog(content, {
      label: "Confirm",
      testid: "confirm",
      onCancel: () => resolve(false),
    });
  });
}

/** One line of text, or null. */
export function prompt({ title, value = "", yes = "Save", label }) {
  return new Promise((resolve) => {
    const field = h("input", {
      class: "field",
      type: "text",
      value,
      "aria-label": label ?? title,
      autofocus: true,
    });
    const submit = (event) => {
      event.preventDefault();
      resolve(field.value.trim() || null);
      node.close();
    };
    const cancel = () => {
      resolve(null);
      node.close();
    };
    const content = h(
      "form",
      { class: "dialog-body", on: { submit } },
      h("h2", {}, title),
      field,
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "button", on: { click: cancel } }, "Cancel"),
        h("button", { type: "submit", class: "button primary" }, yes),
      ),
    );
    const node = openDialog(content, {
      label: title,
      testid: "prompt",
      onCancel: () => resolve(null),
    });
  });
}
