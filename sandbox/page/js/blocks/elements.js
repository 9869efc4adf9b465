// Which drawing belongs to which element of Block Kit.

import { h, safeHref } from "../dom.js";
import { button, overflow } from "./button.js";
import { checkboxes, radioButtons } from "./choices.js";
import { control } from "./control.js";
import * as fields from "./fields.js";
import { select } from "./select.js";

const SELECTS = ["static", "external", "users", "conversations", "channels"].flatMap((kind) => [
  `${kind}_select`,
  `multi_${kind}_select`,
]);

const DRAW = {
  button,
  workflow_button: button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  plain_text_input: fields.plainTextInput,
  number_input: fields.numberInput,
  email_text_input: fields.emailInput,
  url_text_input: fields.urlInput,
  rich_text_input: fields.richTextInput,
  datepicker: fields.datepicker,
  timepicker: fields.timepicker,
  datetimepicker: fields.datetimepicker,
  file_input: fields.fileInput,
  ...Object.fromEntries(SELECTS.map((type) => [type, select])),
};

export function image(element, className = "image-accessory") {
  const source = element.image_url ?? element.slack_file?.url ?? "";
  return h("img", {
    class: className,
    src: safeHref(source),
    alt: element.alt_text,
    loading: "lazy",
  });
}

/** Draw an element; one this page does not know is named, never dropped in silence. */
export function element(given, blockId, surface, options) {
  if (given.type === "image") return image(given);
  const draw = DRAW[given.type];
  if (!draw) return h("span", { class: "unsupported" }, `Unsupported element: ${given.type}`);
  return draw(control(given, blockId, surface, options));
}
