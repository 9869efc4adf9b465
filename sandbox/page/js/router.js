// The address keeps the person and the place: #/as/U0OLENA/C0INCIDENTS, with an optional
// /thread/TS or /at/TS behind a channel, or /home or /messages behind an app.

import { state } from "./store.js";

export const channelHash = (id, me = state.me) => `#/as/${me}/${id}`;
export const threadHash = (ts, id = state.place) => `${channelHash(id)}/thread/${ts}`;
export const messageHash = (id, ts) => `${channelHash(id)}/at/${ts}`;
export const homeHash = (appId) => `${channelHash(appId)}/home`;

/** The parts of the present address; missing parts are null. */
export function parse(hash = location.hash) {
  const [, root, me, place, kind, value] = hash.split("/");
  if (root !== "as") return { me: null, place: null, thread: null, at: null, tab: null };
  return {
    me: me || null,
    place: place || null,
    thread: kind === "thread" ? value : null,
    at: kind === "at" ? value : null,
    tab: kind === "home" || kind === "messages" ? kind : null,
  };
}

export function go(hash) {
  if (location.hash !== hash) location.hash = hash;
}

export function onNavigate(listener) {
  window.addEventListener("hashchange", listener);
}
