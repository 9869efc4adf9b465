// Text fields, number, e-mail, web address, dates and times, files.

import { upload } from "../api.js";
import { fromLocal, toLocal } from "../dates.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { toast } from "../toast.js";

function base(control, extra = {}) {
  const { element } = control;
  return {
    class: "field",
    "aria-label": control.label || element.placeholder?.text,
    placeholder: element.placeholder?.text,
    "data-focus": control.focus,
    "data-action": element.action_id,
    "data-testid": element.type,
    autofocus: Boolean(element.focus_on_load),
    ...extra,
  };
}

/** Typing keeps the value; the app hears of it only where the element asks to. */
function textual(control, tag, extra) {
  const { element } = control;
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const keep = (event) =>
    control.change(
      { value: event.target.value || null },
      { quiet: !triggers.includes("on_character_entered") },
    );
  const enter = (event) => {
    const asks = control.dispatches && triggers.includes("on_enter_pressed");
    if (event.key === "Enter" && !event.isComposing && tag === "input" && asks) {
      event.preventDefault(); // told to the app, so not a submission of the form
      control.change({ value: event.target.value || null });
    }
  };
  const value = control.state().value ?? "";
  return h(
    tag,
    base(control, {
      value,
      maxlength: element.max_length,
      ...extra,
      on: { input: keep, keydown: enter },
    }),
  );
}

export function plainTextInput(control) {
  if (control.element.multiline) return textual(control, "textarea", { rows: 4 });
  return textual(control, "input", { type: "text" });
}

export function numberInput(control) {
  const { element } = control;
  return textual(control, "input", {
    type: "text",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
    "data-min": element.min_value,
  });
}

export const emailInput = (control) => textual(control, "input", { type: "email" });
export const urlInput = (control) => textual(control, "input", { type: "url" });

function picker(control, type, read, write) {
  const keep = (event) => control.change(write(event.target.value));
  return h(
    "input",
    base(control, {
      type,
      class: "field picker",
      value: read(control.state()) ?? "",
      on: { change: keep },
    }),
  );
}

export const datepicker = (control) =>
  picker(
    control,
    "date",
    (state) => state.selected_date,
    (value) => ({ selected_date: value || null }),
  );
export const timepicker = (control) =>
  picker(
    control,
    "time",
    (state) => state.selected_time,
    (value) => ({ selected_time: value || null }),
  );

export function datetimepicker(control) {
  return picker(
    control,
    "datetime-local",
    (state) => state.selected_date_time && toLocal(state.selected_date_time),
    (value) => ({ selected_date_time: value ? fromLocal(value) : null }),
  );
}

export function richTextInput(control) {
  const written = control.state().rich_text_value;
  const text = (written?.elements ?? [])
    .flatMap((each) => each.elements ?? [])
    .map((each) => each.text ?? "")
    .join("");
  const keep = (event) =>
    control.change(
      { rich_text_value: event.target.value ? richText(event.target.value) : null },
      { quiet: true },
    );
  return h("textarea", base(control, { rows: 4, value: text, on: { input: keep } }));
}

const richText = (text) => ({
  type: "rich_text",
  elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }],
});

export function fileInput(control) {
  const { element } = control;
  const accept = element.filetypes?.map((each) => `.${each}`).join(",");
  const names = h("ul", { class: "file-names" });
  const show = () =>
    fill(
      names,
      control.state().files.map((file) => h("li", {}, icon("file", 15), file.name)),
    );
  const keep = async (event) => {
    try {
      const files = await Promise.all(
        [...event.target.files].slice(0, element.max_files ?? 10).map((file) => upload(file)),
      );
      await control.change({ files });
      show();
    } catch {
      toast("We couldn’t upload that file. Try again?");
    }
  };
  show();
  return h(
    "div",
    {},
    h(
      "input",
      base(control, {
        type: "file",
        accept,
        multiple: (element.max_files ?? 10) > 1,
        on: { change: keep },
      }),
    ),
    names,
  );
}
