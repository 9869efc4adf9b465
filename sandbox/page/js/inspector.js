// The inspector: every Web API call and every delivery, and the faults one can switch on.

import { faultsPanel, mountFaults } from "./faults.js";
import { fill, h, reconcile } from "./dom.js";
import { icon } from "./icons.js";
import { json } from "./json.js";
import { changed, on, set, state } from "./store.js";
import { post } from "./api.js";

let drawer;
let rows;
let count;
let filter = "";
let direction = "all";
let tab = "traffic";

export function mountInspector(container) {
  drawer = container;
  mountFaults();
  on("inspector", draw);
  on("traffic", drawRows);
}

export function toggleInspector() {
  set("inspector", !state.inspector);
}

function draw() {
  drawer.hidden = !state.inspector;
  document.body.classList.toggle("has-inspector", state.inspector);
  if (!state.inspector) {
    fill(drawer);
    return;
  }
  fill(drawer, head(), tab === "traffic" ? traffic() : faultsPanel());
  if (tab === "traffic") drawRows();
}

function head() {
  const choose = (name) => () => {
    tab = name;
    draw();
  };
  const button = (name, label) =>
    h(
      "button",
      {
        type: "button",
        class: "tab",
        "aria-current": tab === name ? "page" : undefined,
        "data-testid": `inspector-${name}`,
        on: { click: choose(name) },
      },
      label,
    );
  return h(
    "div",
    { class: "inspector-head" },
    h("h2", {}, icon("activity"), "Inspector"),
    h(
      "nav",
      { class: "tabs", "aria-label": "Inspector" },
      button("traffic", "Traffic"),
      button("faults", "Faults"),
    ),
    tab === "traffic" && tools(),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: "Close",
        "aria-label": "Close inspector",
        "data-testid": "inspector-close",
        on: { click: toggleInspector },
      },
      icon("close"),
    ),
  );
}

function tools() {
  const narrow = (event) => {
    filter = event.target.value.toLowerCase();
    drawRows();
  };
  const way = (event) => {
    direction = event.target.value;
    drawRows();
  };
  const option = (value, label) => h("option", { value, selected: direction === value }, label);
  const clear = async () => {
    await post("/page/traffic/clear", {});
    state.traffic = [];
    changed("traffic");
  };
  count = h("span", { class: "quiet inspector-count" });
  return h(
    "div",
    { class: "inspector-tools" },
    h("input", {
      class: "field",
      type: "search",
      placeholder: "Filter by method or content",
      "aria-label": "Filter traffic",
      value: filter,
      "data-testid": "inspector-filter",
      on: { input: narrow },
    }),
    h(
      "select",
      { class: "field", "aria-label": "Direction", on: { change: way } },
      option("all", "All"),
      option("call", "API calls"),
      option("delivery", "Deliveries"),
    ),
    count,
    h("button", { type: "button", class: "button small", on: { click: clear } }, "Clear"),
  );
}

function traffic() {
  rows = h("div", {
    class: "traffic",
    role: "list",
    "aria-label": "Traffic, newest first",
    "data-testid": "traffic",
  });
  return rows;
}

function matches(entry) {
  if (direction !== "all" && entry.kind !== direction) return false;
  return (
    !filter ||
    entry.name.toLowerCase().includes(filter) ||
    JSON.stringify([entry.sent, entry.got]).toLowerCase().includes(filter)
  );
}

function drawRows() {
  if (!state.inspector || tab !== "traffic" || !rows) return;
  const shown = state.traffic.filter(matches).reverse().slice(0, 400);
  count.textContent = `${shown.length} of ${state.traffic.length}`;
  if (!shown.length) {
    fill(
      rows,
      h(
        "p",
        { class: "quiet empty" },
        state.traffic.length
          ? "Nothing matches the filter."
          : "Nothing yet. Type a slash command, or press a button of the app.",
      ),
    );
    return;
  }
  reconcile(rows, shown, { key: (entry) => String(entry.number), sign: () => "", render: row });
}

function row(entry) {
  const isCall = entry.kind === "call";
  const body = h("div", { class: "traffic-body" });
  const node = h(
    "details",
    {
      class: `traffic-row${entry.ok ? "" : " failed"}`,
      role: "listitem",
      "data-testid": "traffic-row",
      "data-name": entry.name,
    },
    h(
      "summary",
      {},
      h(
        "span",
        {
          class: `way ${entry.kind}`,
          title: isCall ? "Web API call by the app" : "Delivery to the app",
        },
        isCall ? "→ API" : "← app",
      ),
      h("span", { class: "traffic-name" }, entry.name),
      h("span", { class: "traffic-note" }, entry.note),
      h("span", { class: `status ${entry.ok ? "good" : "bad"}` }, entry.status),
      h(
        "span",
        { class: "ms" },
        `${entry.ms < 10 ? entry.ms.toFixed(1) : Math.round(entry.ms)} ms`,
      ),
      h("time", { class: "quiet" }, new Date(entry.at * 1000).toISOString().slice(11, 23)),
    ),
    body,
  );
  node.addEventListener("toggle", () => {
    if (node.open && !body.childElementCount)
      fill(
        body,
        section(isCall ? "Arguments" : "Payload", entry.sent),
        section(isCall ? "Response" : "Acknowledgement", entry.got),
      );
  });
  return node;
}

function section(title, value) {
  return h(
    "div",
    { class: "traffic-part" },
    h("h3", {}, title),
    h("pre", { class: "json", tabindex: 0 }, json(value)),
  );
}
