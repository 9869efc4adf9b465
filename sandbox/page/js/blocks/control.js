// One interactive element on one surface: its value in Slack's state shape, and what a change does.

import { confirmed } from "../dialogs.js";

/** The state Slack would send for an element nobody has touched yet. */
const INITIAL = {
  plain_text_input: (e) => ({ value: e.initial_value ?? null }),
  number_input: (e) => ({ value: e.initial_value ?? null }),
  email_text_input: (e) => ({ value: e.initial_value ?? null }),
  url_text_input: (e) => ({ value: e.initial_value ?? null }),
  rich_text_input: (e) => ({ rich_text_value: e.initial_value ?? null }),
  static_select: (e) => ({ selected_option: e.initial_option ?? null }),
  external_select: (e) => ({ selected_option: e.initial_option ?? null }),
  radio_buttons: (e) => ({ selected_option: e.initial_option ?? null }),
  multi_static_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  multi_external_select: (e) => ({ selected_options: e.initial_options ?? [] }),
  checkboxes: (e) => ({ selected_options: e.initial_options ?? [] }),
  users_select: (e) => ({ selected_user: e.initial_user ?? null }),
  multi_users_select: (e) => ({ selected_users: e.initial_users ?? [] }),
  conversations_select: (e) => ({ selected_conversation: e.initial_conversation ?? null }),
  multi_conversations_select: (e) => ({ selected_conversations: e.initial_conversations ?? [] }),
  channels_select: (e) => ({ selected_channel: e.initial_channel ?? null }),
  multi_channels_select: (e) => ({ selected_channels: e.initial_channels ?? [] }),
  datepicker: (e) => ({ selected_date: e.initial_date ?? null }),
  timepicker: (e) => ({ selected_time: e.initial_time ?? null }),
  datetimepicker: (e) => ({ selected_date_time: e.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

/**
 * `surface` offers `values` (block_id to action_id to state), `act(action)` and
 * `suggest(action)`; `dispatch` says whether a change is sent to the app at once.
 */
export function control(element, blockId, surface, { dispatch = true, label = "" } = {}) {
  const actionId = element.action_id ?? "";
  const initial = () => ({ type: element.type, ...INITIAL[element.type]?.(element) });
  const block = (surface.values[blockId] ??= {});
  if (INITIAL[element.type]) block[actionId] ??= initial();

  async function send(state) {
    if (element.confirm && !(await confirmed(element.confirm))) return false;
    await surface.act({
      type: element.type,
      block_id: blockId,
      action_id: actionId,
      state,
      element,
    });
    return true;
  }

  return {
    element,
    surface,
    blockId,
    label,
    dispatches: dispatch,
    focus: `${blockId}/${actionId}/${element.value ?? ""}`,
    state: () => block[actionId] ?? initial(),
    /** Keep a new value; send it where the block dispatches. A refused confirmation undoes it. */
    async change(value, { quiet = false } = {}) {
      const before = block[actionId];
      block[actionId] = { type: element.type, ...value };
      surface.touched?.(blockId);
      if (!dispatch || quiet) return;
      if (!(await send(block[actionId]))) {
        block[actionId] = before;
        surface.redraw?.();
      }
    },
    /** A press or a choice that leaves no state behind: buttons and overflow menus. */
    press: (state = {}) => send({ type: element.type, ...state }),
    suggest: (query) => surface.suggest({ block_id: blockId, action_id: actionId, query }),
  };
}
