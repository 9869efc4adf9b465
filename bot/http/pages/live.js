"use strict";
/* The incident's page renews itself while somebody looks at it, and keeps their place.
   Without this script it is the same page, read again by its link. */
(() => {
  const PACE = 5000;
  const LONGEST = 60000;
  let wait = PACE;
  let first = true;

  const main = () => document.querySelector("main");

  function say(state) {
    const sign = document.getElementById("live");
    if (!sign) return;
    sign.hidden = false;
    sign.className = `renewal ${state}`;
    sign.textContent = sign.dataset[state];
  }

  /* What stands at the top of the window, and how far below its edge. */
  function place() {
    if (window.scrollY < 40) return null;
    for (const one of main().querySelectorAll("[data-keep][id]")) {
      const box = one.getBoundingClientRect();
      if (box.bottom > 0) return { id: one.id, top: box.top };
    }
    return null;
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const next = fresh.querySelector("main");
    if (!next) return;
    const held = place();
    const focused = document.activeElement && document.activeElement.id;
    document.title = fresh.title;
    main().replaceWith(document.adoptNode(next));
    if (held) {
      const again = document.getElementById(held.id);
      if (again) window.scrollBy({ top: again.getBoundingClientRect().top - held.top, behavior: "instant" });
    }
    if (focused) {
      const again = document.getElementById(focused);
      if (again) again.focus({ preventScroll: true });
    }
    mark();
  }

  /* The address names an entry; the browser points at it only when it arrives. */
  function mark() {
    const named = decodeURIComponent(window.location.hash.slice(1));
    const row = named && document.getElementById(named);
    if (row) row.classList.add("here");
  }

  async function look() {
    if (document.hidden) return true;
    const answer = await fetch(window.location.href, {
      cache: "no-store",
      headers: { "If-None-Match": main().dataset.tag || "", "X-Tocsin-Look": first ? "first" : "again" },
    });
    first = false;
    if (answer.status === 304) {
      say("on");
      return true;
    }
    if (answer.status >= 500) throw new Error(String(answer.status));
    show(await answer.text());
    if (!answer.ok) return false;
    say("on");
    return true;
  }

  async function turn() {
    try {
      if (!(await look())) return;
      wait = PACE;
    } catch {
      say("off");
      wait = Math.min(wait * 2, LONGEST);
    }
    window.setTimeout(turn, wait);
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look().catch(() => say("off"));
  });
  mark();
  window.setTimeout(turn, 1000);
})();
