// Switches for what goes wrong on purpose.

import { post } from "./api.js";
import { fill, h } from "./dom.js";
import { on, state } from "./store.js";
import { toast } from "./toast.js";

let panel;

export function mountFaults() {
  on("faults", draw);
}

export function faultsPanel() {
  panel = h("div", { class: "faults", "data-testid": "faults" });
  draw();
  return panel;
}

async function set(fault, values = {}) {
  const answer = await post("/page/faults", { fault, ...values });
  if (answer.error) toast(answer.error);
}

function draw() {
  if (!panel?.isConnected && !state.inspector) return;
  if (!panel) return;
  const faults = state.faults ?? { active: [], realistic: false, methods: [], kinds: [] };
  const focus = document.activeElement?.dataset?.focus;
  fill(
    panel,
    active(faults),
    methods(faults),
    h(
      "div",
      { class: "fault-grid" },
      FORMS.map((form) => card(form)),
    ),
    sockets(faults),
  );
  if (focus && panel.contains(document.activeElement) === false)
    panel.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function active(faults) {
  if (!faults.active.length)
    return h("p", { class: "quiet" }, "No faults are set: the sandbox answers at once and truly.");
  return h(
    "div",
    { class: "active-faults", "data-testid": "active-faults" },
    faults.active.map((words) => h("span", { class: "chip" }, words)),
    h(
      "button",
      {
        type: "button",
        class: "button small",
        "data-testid": "clear-faults",
        on: { click: () => set("clear") },
      },
      "Clear all",
    ),
  );
}

/** Names offered while typing; any other name may be typed as well. */
function methods(faults) {
  const list = (id, names) =>
    h(
      "datalist",
      { id },
      ["*", ...names].map((value) => h("option", { value })),
    );
  return [list("fault-methods", faults.methods), list("fault-kinds", faults.kinds)];
}

const METHOD = { name: "method", label: "Method", list: "fault-methods", value: "*" };
const KIND = { name: "kind", label: "Delivery", list: "fault-kinds", value: "*" };
const TIMES = { name: "times", label: "Times", type: "number", value: "1" };

const FORMS = [
  {
    fault: "latency",
    title: "Slow answers",
    note: "Each call of the method waits. 0 ends it.",
    fields: [
      METHOD,
      { name: "seconds", label: "Seconds", type: "number", step: "0.05", value: "0.5" },
    ],
  },
  {
    fault: "rate_limit",
    title: "429 with Retry-After",
    note: "The next calls are told to wait.",
    fields: [
      METHOD,
      TIMES,
      { name: "retry_after", label: "Retry after, s", type: "number", value: "1" },
    ],
  },
  {
    fault: "error",
    title: "Errors",
    note: "An HTTP status such as 503, or a code such as internal_error.",
    fields: [METHOD, TIMES, { name: "code", label: "Status or code", value: "503" }],
  },
  {
    fault: "drop_response",
    title: "Dropped response",
    note: "The call takes effect; its answer never arrives.",
    fields: [METHOD, TIMES],
  },
  {
    fault: "duplicate",
    title: "Duplicate delivery",
    note: "The next deliveries of this kind arrive twice.",
    fields: [KIND, TIMES],
  },
  {
    fault: "delay_delivery",
    title: "Late delivery",
    note: "This kind arrives later. 0 ends it.",
    fields: [KIND, { name: "seconds", label: "Seconds", type: "number", step: "0.5", value: "2" }],
  },
];

function card({ fault, title, note, fields }) {
  const submit = (event) => {
    event.preventDefault();
    set(fault, Object.fromEntries(new FormData(event.currentTarget)));
  };
  return h(
    "form",
    { class: "fault-card", "data-testid": `fault-${fault}`, on: { submit } },
    h("h3", {}, title),
    h("p", { class: "quiet" }, note),
    h(
      "div",
      { class: "fault-fields" },
      fields.map((field) => fieldOf(fault, field)),
      h("button", { type: "submit", class: "button small" }, "Set"),
    ),
  );
}

function fieldOf(fault, { name, label, list, type = "text", value, step }) {
  const props = {
    class: "field",
    name,
    type,
    value,
    list,
    step,
    min: type === "number" ? 0 : undefined,
    required: true,
    "data-focus": `${fault}/${name}`,
  };
  return h("label", {}, h("span", {}, label), h("input", props));
}

function sockets(faults) {
  const act = (fault, label, note) =>
    h(
      "button",
      {
        type: "button",
        class: "button small",
        title: note,
        "data-testid": `fault-${fault}`,
        on: { click: () => set(fault) },
      },
      label,
    );
  const realistic = h("input", {
    type: "checkbox",
    checked: faults.realistic,
    "data-testid": "realistic-limits",
    on: { change: (event) => set("realistic", { on: event.target.checked }) },
  });
  return h(
    "div",
    { class: "fault-row" },
    h("strong", {}, `Socket Mode: ${faults.sockets ?? 0} open`),
    act("close_sockets", "Close", "A close frame on every connection"),
    act(
      "freeze_sockets",
      "Freeze",
      "The connections stay open and silent, not even answering a ping",
    ),
    act("reset_sockets", "Reset", "TCP reset, without a close frame"),
    h(
      "label",
      { class: "choice" },
      realistic,
      h("span", { class: "choice-text" }, "Slack’s real tier limits"),
    ),
  );
}
