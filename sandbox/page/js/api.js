// The page's two wires: acts go out by POST, state comes in over one WebSocket.

import { changed, set, state } from "./store.js";
import { toast } from "./toast.js";

const RECONNECT_MS = 600;
let socket = null;
let watched = "";

/** Do something as the acted person. Answers the outcome; what Slack would say is in `error`. */
export async function act(name, body = {}) {
  return post(`/page/act/${name}`, { me: state.me, ...body });
}

/** As `act`, and what went wrong is shown as a toast. */
export async function attempt(name, body = {}) {
  const outcome = await act(name, body);
  if (outcome.error) toast(outcome.error);
  return outcome;
}

export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { acked: false, error: "The sandbox did not answer. Is it still running?", errors: {} };
  }
}

/** Upload one file; it is shared when a message or a form names its id. */
export async function upload(file) {
  const query = new URLSearchParams({ me: state.me, name: file.name });
  const answer = await fetch(`/page/upload?${query}`, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream" },
    body: file,
  });
  if (!answer.ok) throw new Error(`upload answered ${answer.status}`);
  return answer.json();
}

/** Tell the server what this page shows, so that it pushes exactly that. */
export function watch(view) {
  watched = JSON.stringify(view);
  if (socket?.readyState === WebSocket.OPEN) socket.send(watched);
}

export function connect() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  socket = new WebSocket(`${scheme}://${location.host}/page/live`);
  socket.addEventListener("open", () => {
    set("connected", true);
    if (watched) socket.send(watched);
  });
  socket.addEventListener("message", (event) => receive(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    set("connected", false);
    setTimeout(connect, RECONNECT_MS);
  });
}

/** A frame is {topic, data}; one that answers an older question is dropped. */
function receive({ topic, now, data }) {
  if (topic === "hello") {
    state.openedAt ??= data.ts;
    return;
  }
  state.clock = { now, at: performance.now() };
  if (topic === "workspace") {
    if (state.me && data.me !== state.me) return;
  }
  if (topic === "traffic") {
    const known = data.fresh ? [] : state.traffic;
    state.traffic = [...known, ...data.entries].slice(-1000);
    changed("traffic");
    return;
  }
  set(topic, data);
}
