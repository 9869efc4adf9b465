// Floating layers: menus, pickers, lists. They live in the top layer, so dialogs do not hide them.

import { h } from "./dom.js";

const GAP = 4;
let open = null;

/** Show `content` beside `anchor`. Escape and a click outside close it; `onClose` follows. */
export function openPopover(
  anchor,
  content,
  { className = "", testid = "popover", onClose, align = "start" } = {},
) {
  closePopover();
  const layer = h(
    "div",
    { class: `popover ${className}`, popover: "manual", "data-testid": testid },
    content,
  );
  (anchor.closest("dialog") ?? document.body).append(layer);
  layer.showPopover();
  place(layer, anchor, align);
  open = { layer, anchor, onClose, align };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", escape, true);
  return layer;
}

export function closePopover({ refocus = false } = {}) {
  if (!open) return;
  const { layer, anchor, onClose } = open;
  open = null;
  document.removeEventListener("pointerdown", outside, true);
  document.removeEventListener("keydown", escape, true);
  layer.remove();
  if (refocus && anchor.isConnected) anchor.focus();
  onClose?.();
}

export const popoverAnchor = () => open?.anchor ?? null;

export function placePopover() {
  if (open) place(open.layer, open.anchor, open.align);
}

function outside(event) {
  if (!open.layer.contains(event.target) && !open.anchor.contains(event.target)) closePopover();
}

function escape(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  closePopover({ refocus: true });
}

/** Below the anchor where there is room, else above; never outside the window. */
function place(layer, anchor, align) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = layer;
  const below = innerHeight - box.bottom - GAP;
  const top = below >= height || below >= box.top ? box.bottom + GAP : box.top - height - GAP;
  const left = align === "end" ? box.right - width : box.left;
  layer.style.setProperty("top", `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`);
  layer.style.setProperty("left", `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`);
}
