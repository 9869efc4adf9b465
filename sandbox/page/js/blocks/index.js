// Block Kit, drawn as Slack draws it. Data goes in as text nodes only.

import { h } from "../dom.js";
import { plainText } from "../emoji.js";
import { fileCard } from "../files.js";
import { markdown } from "../markdown.js";
import { mrkdwn } from "../mrkdwn.js";
import { collapse } from "./collapse.js";
import { element, image } from "./elements.js";
import { input } from "./input.js";
import { richText } from "./rich_text.js";
import { table } from "./table.js";

const textObject = (object) =>
  object.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object.text);

const DRAW = {
  header,
  section,
  context,
  actions,
  divider,
  image: imageBlock,
  rich_text: richTextBlock,
  markdown: markdownBlock,
  table,
  input,
  file,
  video,
};

/** All blocks of a message, a modal or a Home tab; a table goes last, as in Slack. */
export function renderBlocks(blocks, surface) {
  const ordered = [
    ...blocks.filter(({ type }) => type !== "table"),
    ...blocks.filter(({ type }) => type === "table"),
  ];
  return h(
    "div",
    { class: `blocks blocks-${surface.kind}` },
    ordered.map((block, index) => renderBlock(block, surface, index)),
  );
}

function renderBlock(block, surface, index) {
  const id = block.block_id ?? `block-${index}`;
  const draw = DRAW[block.type];
  const node = draw
    ? draw(block, surface, id)
    : h("div", { class: "unsupported" }, `Unsupported block: ${block.type}`);
  node.classList.add("block", `block-${block.type}`);
  node.dataset.block = id;
  return node;
}

function header(block) {
  return h("div", { role: "heading", "aria-level": 3 }, plainText(block.text.text));
}

function section(block, surface, id) {
  const text = block.text && h("div", { class: "block-text" }, textObject(block.text));
  const fields =
    block.fields &&
    h(
      "div",
      { class: "block-fields" },
      block.fields.map((each) => h("div", { class: "block-field" }, textObject(each))),
    );
  const accessory =
    block.accessory && element(block.accessory, id, surface, { label: block.text?.text });
  const body = h("div", { class: "section-body" }, text, fields);
  return h(
    "div",
    { class: block.accessory?.type === "image" ? "with-image" : "" },
    surface.kind === "message" && text && !block.expand ? collapse(body, block.text.text) : body,
    accessory && h("div", { class: "section-accessory" }, accessory),
  );
}

function context(block) {
  return h(
    "div",
    {},
    block.elements.map((each) =>
      each.type === "image"
        ? image(each, "context-image")
        : h("span", { class: "context-text" }, textObject(each)),
    ),
  );
}

function actions(block, surface, id) {
  return h(
    "div",
    { role: "group" },
    block.elements.map((each) => element(each, id, surface)),
  );
}

function divider() {
  return h("hr");
}

function imageBlock(block) {
  return h(
    "figure",
    {},
    block.title && h("figcaption", {}, plainText(block.title.text)),
    image(block, "image-block"),
  );
}

function richTextBlock(block) {
  return h("div", {}, richText(block));
}

function markdownBlock(block) {
  return h("div", { class: "markdown" }, markdown(block.text));
}

function file(block) {
  return h(
    "div",
    {},
    fileCard({ id: block.external_id, name: block.external_id, title: block.external_id }),
  );
}

function video(block) {
  const title = h(
    "a",
    { class: "link", href: block.title_url ?? "#", target: "_blank", rel: "noreferrer noopener" },
    plainText(block.title.text),
  );
  return h(
    "figure",
    {},
    h("figcaption", {}, title),
    image({ image_url: block.thumbnail_url, alt_text: block.alt_text }, "image-block"),
  );
}
