// What a surface does for the elements on it: keep their values, tell the app, ask for options.

import { act, attempt } from "./api.js";
import { toast } from "./toast.js";
import { state } from "./store.js";

const kept = new Map(); // values of message elements, by person, channel and ts

const CHOICES = [
  "selected_option",
  "selected_options",
  "selected_user",
  "selected_users",
  "selected_conversation",
  "selected_conversations",
  "selected_channel",
  "selected_channels",
  "selected_date",
  "selected_time",
  "selected_date_time",
  "files",
  "rich_text_value",
];

/** A state in Slack's shape as the plain value the sandbox takes; options go by their value. */
function plain(elementState) {
  const field = CHOICES.find((each) => each in elementState) ?? "value";
  const value = elementState[field] ?? null;
  if (field === "selected_option") return value?.value ?? null;
  return field === "selected_options" ? value.map((option) => option.value) : value;
}

/** What the person changed on a view, by `block_id.action_id`; the sandbox holds the rest. */
export function filled(values, touched) {
  const entries = [...touched].flatMap((block) =>
    Object.entries(values[block] ?? {}).map(([action, each]) => [
      `${block}.${action}`,
      plain(each),
    ]),
  );
  return Object.fromEntries(entries);
}

export function messageSurface(message, redraw) {
  const { me } = state;
  const channel = message.channel ?? state.channel.id;
  const key = `${me}/${channel}/${message.ts}`;
  if (!kept.has(key)) kept.set(key, {});
  const where = { channel, ts: message.ts };
  return {
    kind: "message",
    values: kept.get(key),
    redraw,
    act: (action) => click(action, where),
    suggest: (query) => suggest(query, where),
  };
}

export async function click({ type, block_id, action_id, state: chosen }, where) {
  const isButton = type === "button" || type === "workflow_button";
  const body = {
    ...where,
    block_id,
    action_id,
    ...(isButton ? { value: chosen.value ?? null } : { selected: plain(chosen) }),
  };
  return attempt("click", body);
}

export async function suggest(query, where) {
  const answer = await act("suggest", { ...where, ...query });
  if (answer.error) toast(answer.error);
  return { options: answer.options ?? [] };
}
