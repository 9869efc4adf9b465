// What the page knows. The server pushes whole snapshots of a topic; the page keeps the last one.

export const state = {
  me: null, // id of the person acted as
  place: null, // id of the open channel, DM or app
  tab: "messages", // for an app: "home" or "messages"
  target: null, // ts of a message to bring into view, from a permalink
  pane: null, // right pane: {kind: "thread", ts} | {kind: "details", tab} | {kind: "canvas"} | null
  workspace: null,
  channel: null,
  thread: null,
  home: null,
  views: [],
  phone: null, // what reached the acted person outside Slack
  mailbox: null, // e-mails to clients
  traffic: [],
  faults: null,
  inspector: false,
  connected: false,
  clock: null, // the sandbox's time and when it was told
  openedAt: null, // ts at which this page was loaded; older ephemerals are gone, as in Slack
  dismissed: new Set(), // ephemerals this page closed
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
}

/**
 * Tell who listens. While a button of the mouse is down the news waits: a row drawn anew between
 * press and release is another element, and the browser then makes no click of the two.
 */
export function changed(topic) {
  if (pressed) waiting.add(topic);
  else for (const listener of listeners.get(topic) ?? []) listener();
}

let pressed = false;
const waiting = new Set();

addEventListener("pointerdown", () => (pressed = true), true);
// The click comes in the same task as the release, so after it the page may move again.
// Not caught on the way down: every field that loses the focus blurs, and a press takes the focus.
for (const end of ["pointerup", "pointercancel", "dragend", "blur"])
  addEventListener(end, () => setTimeout(release));

function release() {
  pressed = false;
  const topics = [...waiting];
  waiting.clear();
  topics.forEach(changed);
}

export function set(topic, value) {
  state[topic] = value;
  changed(topic);
}

export const person = (id) => state.workspace?.people[id] ?? null;
export const me = () => person(state.me);
export const channelById = (id) => state.workspace?.channels.find((each) => each.id === id) ?? null;
export const usergroup = (id) => state.workspace?.usergroups[id] ?? null;
export const app = () => state.workspace?.app ?? null;

/** The time in the sandbox now: Unix seconds, following its clock rather than the browser's. */
export function now() {
  const { clock } = state;
  return clock ? clock.now + (performance.now() - clock.at) / 1000 : Date.now() / 1000;
}

export function nameOf(id) {
  const found = person(id);
  return found ? found.real_name || found.name : id;
}
