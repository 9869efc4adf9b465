// Under the messages: the composer, or why one cannot write here.

import { attempt } from "./api.js";
import { Composer } from "./composer.js";
import { fill, h } from "./dom.js";
import { onApp, onHome, openChannel, openChannelId } from "./place.js";
import { app, nameOf, on, state } from "./store.js";

let foot;
let composer;

export function mountChannelFoot(container) {
  foot = container;
  composer = new Composer({
    target,
    placeholder,
    draftKey: () => `${state.me}/${state.place}`,
    testid: "composer",
  });
  for (const topic of ["workspace", "place"]) on(topic, draw);
}

/** An app one never wrote to has no conversation yet: the first message opens it. */
function target() {
  const channel = openChannelId();
  return channel ? { channel } : { app: true };
}

function placeholder() {
  const channel = openChannel();
  if (onApp()) return `Message ${app().name}`;
  if (!channel) return "Message";
  return channel.with ? `Message ${nameOf(channel.with)}` : `Message #${channel.name}`;
}

function draw() {
  if (!state.workspace) return;
  foot.hidden = onHome();
  const channel = openChannel();
  const note = channel && !channel.with && refusal(channel);
  if (note) {
    fill(foot, h("div", { class: "foot-note" }, note));
    return;
  }
  if (composer.node.parentElement !== foot) fill(foot, composer.node);
  composer.refresh();
}

function refusal(channel) {
  if (channel.is_archived)
    return ["You are viewing ", h("strong", {}, `#${channel.name}`), ", an archived channel."];
  if (channel.is_member) return null;
  const join = () => attempt("join", { channel: channel.id });
  return [
    h("strong", {}, `#${channel.name}`),
    h(
      "button",
      { type: "button", class: "button primary", "data-testid": "join", on: { click: join } },
      "Join Channel",
    ),
  ];
}

export const focusComposer = () => composer.field.focus();
