// Elements without HTML parsing: text is text, and data never becomes markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Build an element. `props` are attributes, except `class`, `on` (event handlers),
 * `style` (CSS properties) and values that belong to the node itself (`value`, `checked`).
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  assign(node, props);
  node.append(...flatten(children));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...flatten(children));
  return node;
}

function assign(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") listen(node, value);
    else if (name === "class") node.className = value;
    else if (name === "style") declare(node, value);
    else if (name === "value" || name === "checked") node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

function listen(node, handlers) {
  for (const [type, handler] of Object.entries(handlers)) node.addEventListener(type, handler);
}

function declare(node, properties) {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
}

function flatten(children) {
  return children.flat(Infinity).filter((child) => child || child === 0 || child === "");
}

export function fill(node, ...children) {
  node.replaceChildren(...flatten(children));
  return node;
}

/**
 * Make the children of `parent` follow `items`, keeping every node whose signature is unchanged,
 * so that scroll, focus and half-typed input survive an update elsewhere in the list.
 */
export function reconcile(parent, items, { key, sign, render }) {
  const known = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let cursor = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    const signature = sign(item);
    let node = known.get(id);
    known.delete(id);
    if (!node || node.signature !== signature) {
      const fresh = render(item);
      fresh.dataset.key = id;
      fresh.signature = signature;
      if (node) {
        if (cursor === node) cursor = fresh;
        replaceKeepingFocus(node, fresh);
      }
      node = fresh;
    }
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
  for (const stale of known.values()) stale.remove();
}

/** Swap a node; if the focus was inside, give it to the control of the same name. */
export function replaceKeepingFocus(old, fresh) {
  const active = document.activeElement;
  const name = old.contains(active) ? active.dataset.focus : null;
  old.replaceWith(fresh);
  if (name) fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus();
}

/** Safe target for a link: only web and mail addresses and places inside the page. */
export function safeHref(url) {
  return /^(https?:|mailto:|tel:|#|\/(?!\/))/i.test(url) ? url : "#";
}
