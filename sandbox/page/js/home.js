// The app's Home tab as the acted person sees it.

import { attempt } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { fill, h } from "./dom.js";
import { onHome } from "./place.js";
import { app, on, state } from "./store.js";
import { click, filled, suggest } from "./surfaces.js";

let root;
let shown = "";
let opened = "";

export function mountHome(container) {
  root = h("div", { class: "home", "data-testid": "app-home" });
  container.append(root);
  for (const topic of ["home", "place", "workspace"]) on(topic, draw);
}

/** Opening the tab is told to the app once per visit, as Slack does. */
function announce() {
  const visit = onHome() ? `${state.me}/${state.place}` : "";
  if (visit && visit !== opened) attempt("open_home", { tab: "home" });
  opened = visit;
}

function draw() {
  if (!state.workspace) return;
  announce();
  root.parentElement.hidden = !onHome();
  if (!onHome()) return;
  const { home } = state;
  const mark = JSON.stringify([state.me, home?.hash]);
  if (mark === shown) return;
  shown = mark;
  if (!home || home.user !== state.me) {
    fill(
      root,
      h(
        "div",
        { class: "home-empty" },
        h("h2", {}, app().name),
        h(
          "p",
          { class: "quiet" },
          "This is a work in progress: the app has not published a Home tab for you yet.",
        ),
      ),
    );
    return;
  }
  fill(root, renderBlocks(home.blocks, surface(home)));
}

function surface(home) {
  const where = { view_id: home.id };
  const values = structuredClone(home.state.values);
  const touched = new Set();
  return {
    kind: "home",
    values,
    redraw: () => {
      shown = "";
      draw();
    },
    touched: (block) => touched.add(block),
    act: (action) => click(action, { ...where, values: filled(values, touched) }),
    suggest: (query) => suggest(query, where),
  };
}
