// Files in messages: a picture shows itself, anything else is a card with a download.

import { h, safeHref } from "./dom.js";
import { icon } from "./icons.js";

const PICTURE = /\.(png|jpe?g|gif|webp|svg)$/i;
const UNITS = ["bytes", "kB", "MB", "GB"];

export function size(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit ? value.toFixed(1) : value} ${UNITS[unit]}`;
}

export function fileCard(file) {
  const url = safeHref(file.url_private ?? "#");
  if (file.url_private && (file.mimetype?.startsWith("image/") || PICTURE.test(file.name))) {
    return h(
      "a",
      { class: "file-image", href: url, target: "_blank", rel: "noopener", "data-testid": "file" },
      h("img", { src: url, alt: file.title || file.name, loading: "lazy" }),
    );
  }
  return h(
    "div",
    { class: "file-card", "data-testid": "file" },
    h("span", { class: "file-icon" }, icon("file", 22)),
    h(
      "span",
      { class: "file-text" },
      h("strong", {}, file.title || file.name),
      h(
        "span",
        { class: "file-meta" },
        file.size === undefined ? file.name : `${file.name} · ${size(file.size)}`,
      ),
    ),
    file.url_private &&
      h(
        "a",
        {
          class: "icon-button",
          href: safeHref(file.url_private_download ?? url),
          download: file.name,
          "aria-label": `Download ${file.name}`,
        },
        icon("download"),
      ),
  );
}
