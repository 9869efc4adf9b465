// Where the person is: a channel, a DM, or the app with its Home and Messages tabs.

import { app, channelById, state } from "./store.js";

export const onApp = () => Boolean(app()) && state.place === app().id;
export const onHome = () => onApp() && state.tab === "home";

/** The channel whose messages are shown, or null (App Home; an app never written to). */
export function openChannelId() {
  if (onHome()) return null;
  return onApp() ? app().dm : state.place;
}

export const openChannel = () => channelById(openChannelId());

/** The channel's content, once the server has sent that of the open one. */
export function openContent() {
  const { channel } = state;
  return channel && !channel.missing && channel.id === openChannelId() ? channel : null;
}
