// Line icons, drawn on a 20 x 20 grid for this page.

import { svg } from "./dom.js";

const PATHS = {
  activity: "M2 10h4l2.5-6 3.5 12 2.5-6H18",
  at: "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0Zm0 0v1.2c0 2.6 4 2.2 4-1.2A7.5 7.5 0 1 0 14 16.3",
  back: "M12.5 4.5 7 10l5.5 5.5",
  bolt: "M11 2 4 11.5h5L8.5 18 16 8.5h-5.5L11 2Z",
  bookmark: "M5.5 3h9v14L10 13.5 5.5 17V3Z",
  canvas: "M5 2.5h7l3.5 3.5v11.5H5v-15Zm7 0V6h3.5M7.5 10h5m-5 3h5",
  check: "m4 10.5 4 4 8-9",
  chevron: "m5 7.5 5 5 5-5",
  close: "m5 5 10 10M15 5 5 15",
  copy: "M7 7h9v9H7V7Zm-3 6V4h9",
  download: "M10 3v9m-4-3.5 4 4 4-4M4 16.5h12",
  edit: "m4 16 .8-3.4L13.3 4a1.5 1.5 0 0 1 2.2 0l.5.5a1.5 1.5 0 0 1 0 2.2l-8.6 8.5L4 16Z",
  eye: "M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10Zm10.2 0a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0Z",
  file: "M5 2.5h7l3.5 3.5v11.5H5v-15Zm7 0V6h3.5",
  hash: "M8 3 6.5 17M13.5 3 12 17M4 7.5h13M3 12.5h13",
  home: "m3 9.5 7-6 7 6M5 8.5V17h3.5v-4.5h3V17H15V8.5",
  info: "M10 9v5m0-8v.1M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0Z",
  leave: "M8 3.5H4v13h4M12.5 6.5 16 10l-3.5 3.5M16 10H8",
  link: "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.2l-1 1m1 3.2a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.2l1-1",
  lock: "M5 9h10v8H5V9Zm2 0V6.5a3 3 0 0 1 6 0V9",
  mail: "M3 5h14v10.5H3V5Zm.5.5L10 11l6.5-5.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  moon: "M16.5 12A7 7 0 1 1 8 3.5a5.5 5.5 0 0 0 8.5 8.5Z",
  more: "M5 10v.1m5-.1v.1m5-.1v.1",
  paperclip:
    "m15.5 9-6 6a3.5 3.5 0 0 1-5-5l6.5-6.5a2.3 2.3 0 0 1 3.3 3.3L8 13.2a1.1 1.1 0 0 1-1.6-1.6l5.6-5.6",
  person: "M13 6.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM4 17c0-3.5 2.5-5.5 6-5.5s6 2 6 5.5",
  phone: "M6.5 2.5h7a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1Zm2.5 12.3h2",
  pin: "M7.5 3h5l-.5 5 2.5 2.5v1.5h-9v-1.5L8 8l-.5-5ZM10 12v5.5",
  plus: "M10 4v12M4 10h12",
  reply: "M3 4.5h14v9.5H9l-4 3v-3H3V4.5Z",
  search: "M13.5 8.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0Zm-1.5 3.5 5 5",
  send: "M3 4v5l8 1-8 1v5l14-6L3 4Z",
  smile:
    "M17.5 10a7.5 7.5 0 1 1-15 0 7.5 7.5 0 0 1 15 0ZM7.5 8v.1m5-.1v.1M6.5 12c1.5 2.5 5.5 2.5 7 0",
  sun: "M13.5 10a3.5 3.5 0 1 1-7 0 3.5 3.5 0 0 1 7 0ZM10 2v1.5m0 13V18M2 10h1.5m13 0H18M4.3 4.3l1.1 1.1m9.2 9.2 1.1 1.1m0-11.4-1.1 1.1m-9.2 9.2-1.1 1.1",
  trash: "M4 5.5h12M8 5.5V3.5h4v2M5.5 5.5l.8 11.5h7.4l.8-11.5",
  users:
    "M10 7a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM2.5 16c0-3 2-4.8 5-4.8s5 1.8 5 4.8M12.5 4.7a2.5 2.5 0 0 1 0 4.6M14.5 11.8c1.8.6 3 2.1 3 4.2",
};

export function icon(name, size = 18) {
  const heavy = name === "more" ? 2.6 : 1.5;
  return svg(
    "svg",
    {
      class: `icon icon-${name}`,
      viewBox: "0 0 20 20",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    svg("path", {
      d: PATHS[name],
      fill: "none",
      stroke: "currentColor",
      "stroke-width": heavy,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
