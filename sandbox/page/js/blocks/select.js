// Every select of Block Kit: what there is to choose from, and how the choice is kept.

import { avatar } from "../avatar.js";
import { h } from "../dom.js";
import { plainText } from "../emoji.js";
import { icon } from "../icons.js";
import { mrkdwn } from "../mrkdwn.js";
import { nameOf, person, state, channelById } from "../store.js";
import { listbox } from "./listbox.js";

const FIELD = {
  static: ["selected_option", "selected_options"],
  external: ["selected_option", "selected_options"],
  users: ["selected_user", "selected_users"],
  conversations: ["selected_conversation", "selected_conversations"],
  channels: ["selected_channel", "selected_channels"],
};

export function select(control) {
  const { element } = control;
  const multiple = element.type.startsWith("multi_");
  const source = element.type.replace("multi_", "").replace("_select", "");
  const field = FIELD[source][multiple ? 1 : 0];
  presetConversation(control, source, field, multiple);
  const chosen = control.state()[field];
  const selected = (multiple ? chosen : [chosen]).filter(Boolean).map(READ[source]);
  return listbox({
    label: control.label || element.placeholder?.text || "Select",
    placeholder: element.placeholder?.text ?? (multiple ? "Select options" : "Select an option"),
    focus: control.focus,
    action: element.action_id,
    multiple,
    max: element.max_selected_items ?? Infinity,
    selected,
    minQuery: source === "external" ? (element.min_query_length ?? 3) : 0,
    remote: source === "external",
    load: (query) => LOAD[source](control, query),
    onChange: (items) =>
      control.change({
        [field]: multiple ? items.map((item) => item.value) : (items[0]?.value ?? null),
      }),
  });
}

function presetConversation(control, source, field, multiple) {
  if (source !== "conversations" || !control.element.default_to_current_conversation) return;
  const current = control.state();
  if (current[field]?.length || !channelById(state.place)) return;
  current[field] = multiple ? [state.place] : state.place;
}

// An item of the list: {id, value (what the state keeps), text (searched), node (shown)}.

function optionItem(option) {
  const markdown = option.text.type === "mrkdwn";
  const label = markdown ? mrkdwn(option.text.text) : plainText(option.text.text);
  const detail =
    option.description && h("span", { class: "option-detail" }, plainText(option.description.text));
  return {
    id: option.value,
    value: option,
    text: option.text.text,
    node: () => h("span", {}, label, detail).childNodes,
  };
}

function personItem(id) {
  const found = person(id);
  return {
    id,
    value: id,
    text: found ? `${found.real_name} ${found.name} ${found.title}` : id,
    node: () =>
      [
        avatar(id, 20),
        h("span", {}, nameOf(id)),
        found && h("span", { class: "option-detail" }, found.title),
      ].filter(Boolean),
  };
}

function conversationItem(id) {
  const found = channelById(id);
  if (found?.with) return { ...personItem(found.with), id, value: id };
  return {
    id,
    value: id,
    text: found?.name ?? id,
    node: () => [
      found?.kind === "private" ? icon("lock", 15) : icon("hash", 15),
      h("span", {}, found?.name ?? id),
    ],
  };
}

const READ = {
  static: optionItem,
  external: optionItem,
  users: personItem,
  conversations: conversationItem,
  channels: conversationItem,
};

const matches = (query) => (item) =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => item.text.toLowerCase().includes(word));

function grouped(answer, query = "") {
  const groups = answer.option_groups ?? [{ label: null, options: answer.options ?? [] }];
  return groups
    .map((group) => ({
      label: group.label?.text ?? null,
      items: group.options.map(optionItem).filter(matches(query)),
    }))
    .filter((group) => group.items.length > 0);
}

const single = (items, query) => [{ label: null, items: items.filter(matches(query)) }];

const LOAD = {
  static: async (control, query) => grouped(control.element, query),
  external: async (control, query) => grouped(await control.suggest(query)),
  users: async (_, query) =>
    single(
      members().map(({ id }) => personItem(id)),
      query,
    ),
  channels: async (_, query) =>
    single(
      conversations(["public"]).map(({ id }) => conversationItem(id)),
      query,
    ),
  conversations: async ({ element }, query) => {
    const kinds = element.filter?.include ?? ["public", "private", "im", "mpim"];
    return single(
      conversations(kinds, element.filter).map(({ id }) => conversationItem(id)),
      query,
    );
  },
};

const members = () =>
  Object.values(state.workspace.people).filter((each) => !each.is_bot && !each.deleted);

function conversations(kinds, filter = {}) {
  return state.workspace.channels.filter(
    (each) =>
      kinds.includes(each.kind) &&
      !each.is_archived &&
      !(filter.exclude_bot_users && person(each.with)?.is_bot),
  );
}
