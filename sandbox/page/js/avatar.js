// Avatars: coloured initials for people, a bell-like mark for apps.

import { svg } from "./dom.js";
import { person } from "./store.js";

const colour = ({ color }) => (/^[0-9a-f]{6}$/i.test(color) ? `#${color}` : "#5c6370");

function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return (
    words
      .slice(0, 2)
      .map((word) => word[0])
      .join("")
      .toUpperCase() || "?"
  );
}

export function avatar(id, size = 36, label = "") {
  const found = person(id);
  const name = label || found?.real_name || id || "App";
  const isApp = !found || found.is_bot;
  return svg(
    "svg",
    {
      class: "avatar",
      viewBox: "0 0 36 36",
      width: size,
      height: size,
      role: "img",
      "aria-label": name,
    },
    svg("rect", { width: 36, height: 36, rx: 8, fill: isApp ? "#343d57" : colour(found) }),
    isApp ? bell() : letters(initials(name)),
  );
}

function letters(text) {
  const attributes = {
    x: 18,
    y: 18.5,
    "text-anchor": "middle",
    "dominant-baseline": "central",
    fill: "#fff",
    "font-size": 14,
    "font-weight": 600,
    "letter-spacing": 0.3,
  };
  return svg("text", attributes, text);
}

function bell() {
  return svg(
    "g",
    { fill: "#f2b64c" },
    svg("path", {
      d: "M18 7.5c.9 0 1.6.7 1.6 1.6 3.5.7 5.4 3.5 5.4 7 0 4.3 1.2 6 2.7 7.8H8.3C9.8 22.1 11 20.4 11 16.1c0-3.5 1.9-6.3 5.4-7 0-.9.7-1.6 1.6-1.6Z",
    }),
    svg("circle", { cx: 18, cy: 26, r: 2.4 }),
  );
}
