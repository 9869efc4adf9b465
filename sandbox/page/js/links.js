// Links: those to messages of this workspace stay in the page, all others open a new tab.

import { h, safeHref } from "./dom.js";
import { channelHash, messageHash, threadHash } from "./router.js";

const PERMALINK = /\/archives\/([CDG][A-Z0-9]+)(?:\/p(\d+)(\d{6}))?(?:\?.*\bthread_ts=(\d+\.\d+))?/;

/** The place inside the page that a permalink of this workspace names, or null. */
function inside(url) {
  const here = url.startsWith(`${location.origin}/`) || /^https:\/\/[\w-]+\.slack\.com\//.test(url);
  const found = here && PERMALINK.exec(url);
  if (!found) return null;
  const [, channel, seconds, rest, thread] = found;
  if (thread) return threadHash(thread, channel);
  return seconds ? messageHash(channel, `${seconds}.${rest}`) : channelHash(channel);
}

export function link(url, ...children) {
  const place = inside(url);
  if (place) return h("a", { href: place, class: "link" }, ...children);
  const href = safeHref(url);
  const outside = /^https?:/i.test(href);
  return h(
    "a",
    { href, class: "link", ...(outside ? { target: "_blank", rel: "noreferrer noopener" } : {}) },
    ...children,
  );
}
