// The modal on top of the person's stack: fields, errors, waiting, back and close.

import { act } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { plainText } from "./emoji.js";
import { icon } from "./icons.js";
import { closePopover } from "./popover.js";
import { app, on, state } from "./store.js";
import { click, filled, suggest } from "./surfaces.js";

let dialog = null;
let modal = null; // {view, values, touched, errors, trouble, busy}

export function mountModals() {
  on("views", sync);
}

/** Follow the stack: the same view keeps what was typed, a new one starts with its own values. */
function sync() {
  const view = state.views.filter((each) => each.user === state.me).at(-1);
  if (!view) return leave();
  if (modal?.view.id === view.id && modal.view.hash === view.hash) return undefined;
  const same = modal?.view.id === view.id;
  modal = {
    view,
    values: same ? keptValues(modal, view) : structuredClone(view.state.values),
    touched: same ? modal.touched : new Set(),
    errors: {},
    trouble: "",
    busy: false,
  };
  show(same);
  return undefined;
}

/** After an update, inputs that are still there keep what the person has just typed. */
function keptValues({ values }, view) {
  const fresh = structuredClone(view.state.values);
  for (const [block, actions] of Object.entries(fresh)) {
    for (const [action, now] of Object.entries(actions)) {
      const typed = values[block]?.[action];
      if (typed?.type === now.type) actions[action] = typed;
    }
  }
  return fresh;
}

function leave() {
  modal = null;
  closePopover();
  dialog?.close();
  dialog = null;
}

function show(same) {
  if (!dialog) {
    dialog = h("dialog", {
      class: "modal",
      "data-testid": "modal",
      on: { cancel: onCancel, keydown: onKey },
    });
    dialog.addEventListener("close", (event) => event.target.remove());
    document.body.append(dialog);
    draw();
    dialog.showModal();
  } else {
    draw();
  }
  if (!same) focusFirst();
}

function onCancel(event) {
  event.preventDefault();
  close(false);
}

/** Ctrl+Enter submits from anywhere; Enter alone from a one-line field. */
function onKey(event) {
  const plainEnter =
    event.target.matches("input[type=text], input[type=email], input[type=url]") &&
    event.target.closest(".block");
  if (
    event.key === "Enter" &&
    !event.defaultPrevented &&
    !event.isComposing &&
    (event.ctrlKey || event.metaKey || plainEnter)
  ) {
    event.preventDefault();
    submit();
  }
}

function focusFirst() {
  const wanted =
    dialog.querySelector("[autofocus]") ??
    dialog.querySelector(".block-input input, .block-input textarea, .block-input .select-trigger");
  (
    wanted ?? dialog.querySelector("[data-testid=modal-submit], [data-testid=modal-close]")
  )?.focus();
}

function draw() {
  const { view, errors, trouble, busy } = modal;
  const surface = {
    kind: "modal",
    values: modal.values,
    errors,
    touched,
    redraw: draw,
    act: (action) => press(action),
    suggest: (query) => suggest(query, { view_id: view.id }),
  };
  const scroll = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
  const focus = dialog.contains(document.activeElement)
    ? document.activeElement.dataset.focus
    : null;
  dialog.setAttribute("aria-label", view.title?.text ?? "");
  const body = h(
    "div",
    { class: "modal-body" },
    trouble &&
      h(
        "p",
        { class: "modal-trouble", role: "alert", "data-testid": "modal-trouble" },
        icon("info", 16),
        trouble,
      ),
    renderBlocks(view.blocks, surface),
  );
  fill(dialog, head(view), body, foot(view, busy));
  body.scrollTop = scroll;
  if (focus) dialog.querySelector(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
}

function head(view) {
  const stacked = state.views.length > 1;
  return h(
    "header",
    { class: "modal-head" },
    stacked
      ? h(
          "button",
          {
            type: "button",
            class: "icon-button",
            title: "Back",
            "aria-label": "Back",
            "data-testid": "modal-back",
            on: { click: () => close(false) },
          },
          icon("back"),
        )
      : avatar(app().bot_user, 28),
    h("h2", {}, plainText(view.title?.text ?? "")),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        title: "Close",
        "aria-label": "Close",
        "data-testid": "modal-dismiss",
        on: { click: () => close(true) },
      },
      icon("close", 20),
    ),
  );
}

function foot(view, busy) {
  const cancel = h(
    "button",
    {
      type: "button",
      class: "button",
      "data-testid": "modal-close",
      on: { click: () => close(false) },
    },
    view.close ? plainText(view.close.text) : "Close",
  );
  const send =
    view.submit &&
    h(
      "button",
      {
        type: "button",
        class: "button primary",
        "data-testid": "modal-submit",
        disabled: view.submit_disabled || busy,
        "aria-busy": String(busy),
        on: { click: submit },
      },
      busy && h("span", { class: "spinner" }),
      plainText(view.submit.text),
    );
  return h("footer", { class: "modal-foot" }, cancel, send);
}

/** Mending a field takes its complaint away without losing the cursor. */
function touched(block) {
  modal?.touched.add(block);
  if (!modal?.errors[block]) return;
  delete modal.errors[block];
  const node = dialog.querySelector(`[data-block="${CSS.escape(block)}"]`);
  node?.classList.remove("has-error");
  node?.querySelector(".input-error")?.remove();
  node?.querySelector("[aria-invalid]")?.removeAttribute("aria-invalid");
}

const typed = () => filled(modal.values, modal.touched);

async function press(action) {
  const { view } = modal;
  return click(action, { view_id: view.id, values: typed() });
}

async function submit() {
  if (!modal?.view.submit || modal.busy || modal.view.submit_disabled) return;
  const sent = modal;
  Object.assign(sent, { busy: true, errors: {}, trouble: "" });
  draw();
  const outcome = await act("submit", { view_id: sent.view.id, values: typed() });
  if (modal !== sent) return;
  Object.assign(sent, { busy: false, errors: { ...outcome.errors }, trouble: outcome.error ?? "" });
  draw();
  const broken = dialog.querySelector("[aria-invalid], .modal-trouble");
  broken?.scrollIntoView({ block: "nearest" });
  broken?.focus?.();
}

async function close(wholeStack) {
  if (!modal) return;
  await act("close", { view_id: modal.view.id, whole_stack: wholeStack });
}
