// Drawings of the emoji an incident channel uses most, on a 20 x 20 grid, so that they look the
// same on every machine, with or without an emoji font.

import { svg } from "./dom.js";

const RED = "#dd2e44";
const ORANGE = "#f4900c";
const YELLOW = "#fdcb58";
const GREEN = "#78b159";
const BLUE = "#55acee";
const PURPLE = "#aa8ed6";
const BROWN = "#b07040";
const DARK = "#31373d";
const GREY = "#8899a6";
const PALE = "#ccd6dd";
const WHITE = "#f5f8fa";
const SKIN = "#ffdc5d";

const p = (fill, d) => ["path", { fill, d }];
const line = (stroke, d, width = 2) => [
  "path",
  { d, stroke, fill: "none", "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" },
];
const disc = (fill, cx = 10, cy = 10, r = 8) => ["circle", { fill, cx, cy, r }];
const box = (fill, x = 2, y = 2, width = 16, height = 16, rx = 2.5) => ["rect", { fill, x, y, width, height, rx }];
const rimmed = (shape, stroke) => [shape[0], { ...shape[1], stroke, "stroke-width": 0.8 }];
const face = (...rest) => [disc("#ffcc4d"), disc("#664500", 7, 8.5, 1.1), disc("#664500", 13, 8.5, 1.1), ...rest];
const badge = (fill, ...rest) => [box(fill), ...rest];

const DRAWINGS = {
  red_circle: [disc(RED)],
  large_orange_circle: [disc(ORANGE)],
  large_yellow_circle: [disc(YELLOW)],
  large_green_circle: [disc(GREEN)],
  large_blue_circle: [disc(BLUE)],
  large_purple_circle: [disc(PURPLE)],
  large_brown_circle: [disc(BROWN)],
  white_circle: [rimmed(disc(WHITE, 10, 10, 7.6), PALE)],
  black_circle: [disc(DARK)],
  large_red_square: [box(RED)],
  large_orange_square: [box(ORANGE)],
  large_yellow_square: [box(YELLOW)],
  large_green_square: [box(GREEN)],
  large_blue_square: [box(BLUE)],
  large_purple_square: [box(PURPLE)],
  white_large_square: [rimmed(box(WHITE, 2.4, 2.4, 15.2, 15.2), PALE)],
  black_large_square: [box(DARK)],
  large_orange_diamond: [p(ORANGE, "M10 1.5 18.5 10 10 18.5 1.5 10Z")],
  large_blue_diamond: [p(BLUE, "M10 1.5 18.5 10 10 18.5 1.5 10Z")],
  small_red_triangle: [p(RED, "M10 4 17 16H3Z")],
  small_red_triangle_down: [p(RED, "M10 16 3 4h14Z")],
  white_check_mark: badge("#77b255", line(WHITE, "m6 10.3 2.8 3L14.3 6.5", 2.3)),
  heavy_check_mark: [line(DARK, "m4 10.5 4 4.5L16 5", 2.6)],
  ballot_box_with_check: badge("#3b88c3", line(WHITE, "m6 10.3 2.8 3L14.3 6.5", 2.3)),
  x: [line(RED, "M4.5 4.5 15.5 15.5M15.5 4.5 4.5 15.5", 3.2)],
  heavy_plus_sign: [line(DARK, "M10 4v12M4 10h12", 2.6)],
  heavy_minus_sign: [line(DARK, "M4 10h12", 2.6)],
  no_entry: [disc("#be1931"), box(WHITE, 5, 8.5, 10, 3, 0.8)],
  no_entry_sign: [["circle", { cx: 10, cy: 10, r: 7, fill: "none", stroke: RED, "stroke-width": 2.2 }], line(RED, "M5.3 5.3 14.7 14.7", 2.2)],
  octagonal_sign: [p(RED, "M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7Z"), box(WHITE, 5.5, 8.8, 9, 2.4, 0.6)],
  warning: [p("#ffcc4d", "M10 2.2c.6 0 1.1.3 1.4.8l7.2 13c.6 1-.1 2.2-1.3 2.2H2.7c-1.2 0-1.9-1.2-1.3-2.2l7.2-13c.3-.5.8-.8 1.4-.8Z"), line(DARK, "M10 7.5v4.5", 2), disc(DARK, 10, 15, 1.2)],
  rotating_light: [p(RED, "M5 15V10a5 5 0 0 1 10 0v5Z"), p("#f4abba", "M7.5 14v-4A2.5 2.5 0 0 1 9.5 7.6V14Z"), box(GREY, 3.5, 15, 13, 3, 1), line(ORANGE, "M10 1v1.6M3.2 3.6l1.2 1.2M16.8 3.6l-1.2 1.2", 1.4)],
  bell: [p("#ffac33", "M10 2.5c.7 0 1.2.5 1.2 1.2 2.4.6 3.8 2.6 3.8 5.3 0 3 .8 4.2 2 5.5H3c1.2-1.3 2-2.5 2-5.5 0-2.7 1.4-4.7 3.8-5.3 0-.7.5-1.2 1.2-1.2Z"), disc("#ffac33", 10, 16, 1.8)],
  mega: [p(RED, "M3 8h3l9-4.5v12L6 11.5H3Z"), p(PALE, "M15 3.5c2.5 1.5 2.5 10.5 0 12Z"), p(GREY, "M6 12h2.5l1 5H7Z")],
  loudspeaker: [p(GREY, "M3 7.5h3.5l5.5-4v13l-5.5-4H3Z"), line(GREY, "M14.5 7.5c1 1.5 1 3.5 0 5M16.5 5.5c2 2.7 2 6.3 0 9", 1.4)],
  eyes: [["ellipse", { cx: 5.8, cy: 10, rx: 3.8, ry: 5.5, fill: WHITE, stroke: PALE }], ["ellipse", { cx: 14.2, cy: 10, rx: 3.8, ry: 5.5, fill: WHITE, stroke: PALE }], disc(DARK, 4.5, 11, 1.9), disc(DARK, 12.9, 11, 1.9)],
  lock: [line(GREY, "M6.5 9V6.5a3.5 3.5 0 0 1 7 0V9", 1.9), box("#ffac33", 4, 8.5, 12, 9, 1.8)],
  unlock: [line(GREY, "M6.5 9V5.5a3.5 3.5 0 0 1 6.8-1", 1.9), box("#ffac33", 4, 8.5, 12, 9, 1.8)],
  shield: [p(BLUE, "M10 1.8 17 4v6c0 4-3 6.7-7 8.2C6 16.7 3 14 3 10V4Z"), p("#3b88c3", "M10 1.8 17 4v6c0 4-3 6.7-7 8.2Z")],
  pushpin: [p(RED, "M12 2.5 17.5 8l-2 .7-3 3 .2 3L8.5 10.5l3-.2-6-3Z"), p(RED, "m11 3 6 6-2 .5-3.5 3.5.2 3L4 8.3l3 .2L10.5 5Z"), line(GREY, "M7.5 12.5 2.5 17.5", 1.4)],
  round_pushpin: [line(GREY, "M10 10v8", 1.4), disc(RED, 10, 6.5, 4.5), disc("#f4abba", 8.6, 5.2, 1.1)],
  memo: [box(WHITE, 3, 2, 12, 16, 1), rimmed(box(WHITE, 3, 2, 12, 16, 1), PALE), line(GREY, "M5.5 6h7M5.5 9h7M5.5 12h4", 1.1), line(ORANGE, "M17 6.5 10.5 14", 2)],
  clipboard: [box("#c1694f", 3, 3, 14, 15, 1.5), box(WHITE, 5, 5.5, 10, 10.5, 0.6), box(GREY, 7, 1.5, 6, 4, 1), line(GREY, "M7 9h6M7 12h6", 1.1)],
  link: [line(GREY, "M8.5 11.5a3 3 0 0 0 4.3 0l3-3a3 3 0 0 0-4.3-4.2l-1 1m1 3.2a3 3 0 0 0-4.3 0l-3 3a3 3 0 0 0 4.3 4.2l1-1", 2)],
  telephone_receiver: [p(DARK, "M5 2.5 8 6.5 6.5 8.5c1 2 3 4 5 5l2-1.5 4 3c-1 2-2.5 3-4.5 2.5C8 16 4 12 2.5 7 2 5 3 3.5 5 2.5Z")],
  iphone: [box(DARK, 5, 1.5, 10, 17, 2), box(BLUE, 6.3, 4, 7.4, 11, 0.5), disc(PALE, 10, 16.8, 0.9)],
  pager: [box(DARK, 2, 5, 16, 10, 2), box(GREEN, 4, 7, 9, 3.5, 0.5), disc(PALE, 15.5, 8.5, 1)],
  hourglass: [p(PALE, "M5 2h10v3.5L11.5 10l3.5 4.5V18H5v-3.5L8.5 10 5 5.5Z"), p("#ffac33", "M7 16.5 10 12.5l3 4Z"), line("#c1694f", "M4.5 2.2h11M4.5 17.8h11", 1.6)],
  hourglass_flowing_sand: [p(PALE, "M5 2h10v3.5L11.5 10l3.5 4.5V18H5v-3.5L8.5 10 5 5.5Z"), p("#ffac33", "M7 5h6l-3 4Zm1 12 2-3 2 3Z"), line("#ffac33", "M10 9v6", 1), line("#c1694f", "M4.5 2.2h11M4.5 17.8h11", 1.6)],
  alarm_clock: [disc(RED, 10, 11, 7.2), disc(WHITE, 10, 11, 5.4), line(DARK, "M10 7.5V11l2.3 1.7", 1.3), line(RED, "M3 5.5 5.5 3M17 5.5 14.5 3", 2.2)],
  stopwatch: [disc(GREY, 10, 11.5, 6.8), disc(WHITE, 10, 11.5, 5.2), line(RED, "M10 11.5V8", 1.3), box(GREY, 8.5, 1.5, 3, 3, 0.6)],
  calendar: [box(WHITE, 2.5, 3.5, 15, 14, 1.5), rimmed(box(WHITE, 2.5, 3.5, 15, 14, 1.5), PALE), box(RED, 2.5, 3.5, 15, 4, 1.2), line(GREY, "M5.5 10.5h9M5.5 13.5h9", 1.2)],
  fire: [p(ORANGE, "M10.5 1.5c.5 3-3 4.5-4.5 7.5-.8-.6-1-1.5-1-2.3C3.3 8.5 3 10.3 3 11.5 3 15.5 6 18.5 10 18.5s7-3 7-7c0-2.8-1.5-4.5-2.5-5.5 0 1.2-.5 2-1.2 2.3C13.5 5.5 12.5 3 10.5 1.5Z"), p(YELLOW, "M10 17c-2.3 0-3.8-1.5-3.8-3.5 0-2.2 2.3-3 2.8-5.2 2.3 1.2 4.8 3 4.8 5.5C13.8 15.6 12.3 17 10 17Z")],
  zap: [p("#ffac33", "M11.5 1 3.5 11.5H9L7.5 19l9-11h-6Z")],
  bulb: [p(YELLOW, "M10 1.5a6 6 0 0 1 3.5 10.8c-.7.6-1 1.2-1 2.2h-5c0-1-.3-1.6-1-2.2A6 6 0 0 1 10 1.5Z"), box(GREY, 7.5, 14.5, 5, 3.5, 1.2)],
  mag: [["circle", { cx: 8.5, cy: 8.5, r: 5, fill: "#bdddf4", stroke: DARK, "stroke-width": 1.8 }], line(DARK, "m12.5 12.5 5 5", 2.6)],
  wrench: [line(GREY, "M4 16 12 8", 3.2), p(GREY, "M16.8 5.5 14 7.5l-1.5-1.5 2-2.8c-2.5-.8-5 .8-5 3.5s2.2 4.5 4.5 4c2-.4 3.3-2.5 2.8-5.2Z")],
  hammer_and_wrench: [line(GREY, "M4 16 15 5", 2.6), line("#c1694f", "M16 16 6.5 6.5", 2.6), p(DARK, "M3 6.5 6.5 3l3 3L6 9.5Z")],
  gear: [["circle", { cx: 10, cy: 10, r: 5.2, fill: "none", stroke: GREY, "stroke-width": 3 }], line(GREY, "M10 1.5v3m0 11v3M1.5 10h3m11 0h3M4 4l2 2m8 8 2 2M16 4l-2 2M6 14l-2 2", 2)],
  rocket: [p(PALE, "M10 1.5c3 2.5 4 6.5 3 11.5H7C6 8 7 4 10 1.5Z"), p(RED, "M7 10 4 14v2.5l3-2Zm6 0 3 4v2.5l-3-2Z"), disc(BLUE, 10, 7.5, 1.6), p(ORANGE, "M8 14h4l-2 4.5Z")],
  tada: [p(YELLOW, "M2 18 7 6l7 7Z"), disc(RED, 13, 4, 1.2), disc(BLUE, 16.5, 8, 1.2), disc(GREEN, 17, 3, 1), disc(PURPLE, 9, 3, 1), line(RED, "M13 8.5c1-2 3-2 4-4", 1.2)],
  checkered_flag: [line(GREY, "M4 2v16.5", 1.6), p(WHITE, "M5 2.5h12v9H5Z"), p(DARK, "M5 2.5h3v3H5Zm6 0h3v3h-3Zm-3 3h3v3H8Zm6 0h3v3h-3Zm-9 3h3v3H5Zm6 0h3v3h-3Z")],
  triangular_flag_on_post: [line(GREY, "M4.5 2v16.5", 1.6), p(RED, "M5.5 2.5 17 7 5.5 11.5Z")],
  heart: [p(RED, "M10 17.5C4 13 2 10 2 7.2 2 4.8 3.8 3 6 3c1.7 0 3.2 1 4 2.5C10.8 4 12.3 3 14 3c2.2 0 4 1.8 4 4.2 0 2.8-2 5.8-8 10.3Z")],
  "+1": [p(SKIN, "M8 9 10.5 2c1.6 0 2.5 1.2 2.3 2.8L12.3 8H16c1.3 0 2.2 1.1 1.9 2.4l-1.2 5.3c-.3 1.1-1.1 1.8-2.2 1.8H8Z"), p("#e8b93b", "M2.5 9H7v8.5H2.5Z")],
  "-1": [p(SKIN, "M8 11 10.5 18c1.6 0 2.5-1.2 2.3-2.8L12.3 12H16c1.3 0 2.2-1.1 1.9-2.4l-1.2-5.3c-.3-1.1-1.1-1.8-2.2-1.8H8Z"), p("#e8b93b", "M2.5 2.5H7V11H2.5Z")],
  hand: [p(SKIN, "M5 9V4.5c0-1.3 2-1.3 2 0V3c0-1.3 2-1.3 2 0v-.5c0-1.3 2-1.3 2 0V4c0-1.3 2-1.3 2 0v6l1.5-1.5c1-1 2.6 0 2 1.3L14 15.5c-.8 1.7-2.3 3-4.5 3C6.5 18.5 5 16 5 13Z")],
  wave: [p(SKIN, "M4 8.5 6 6.7 5 4.5c-.5-1.2 1.2-2 1.8-.8L8.5 7 6.8 3c-.5-1.2 1.2-2 1.8-.7L10.5 6.5 9.3 3.5c-.5-1.2 1.3-1.9 1.8-.7l2.5 6 .4-2c.2-1.4 2.2-1.2 2 .3l-.7 6c-.3 2.7-2 4.7-4.5 5.2-3 .6-5.2-1.3-6-3.3Z"), line(BLUE, "M2.5 13c.3 2 1.3 3.3 3 4.2", 1.2)],
  pray: [p(SKIN, "M9.8 2.5c1 0 1 1 1 2L12 11l2.5 4-3 3.5-1.5-2-1.5 2-3-3.5L8 11l1-6.5c0-1 0-2 .8-2Z"), line("#e8b93b", "M10 5v11", 0.9)],
  speech_balloon: [p(BLUE, "M10 2.5c4.7 0 8 2.7 8 6.3s-3.3 6.3-8 6.3c-.8 0-1.5-.1-2.2-.2L4 17.5l.5-3.8C3 12.5 2 10.8 2 8.8 2 5.2 5.3 2.5 10 2.5Z")],
  information_source: badge("#3b88c3", disc(WHITE, 10, 6, 1.3), line(WHITE, "M10 9.5V14", 2.3)),
  question: [line(RED, "M6.8 7c0-2 1.4-3.3 3.3-3.3S13.3 5 13.3 6.8c0 2.5-3.2 2.7-3.2 5.2", 2.5), disc(RED, 10.1, 16, 1.5)],
  exclamation: [line(RED, "M10 3.5v8.5", 2.9), disc(RED, 10, 16.2, 1.6)],
  bangbang: [line(RED, "M7 3.5v8.5M13 3.5v8.5", 2.7), disc(RED, 7, 16.2, 1.5), disc(RED, 13, 16.2, 1.5)],
  sos: badge(RED, line(WHITE, "M6.7 8c-2.2-1-2.8 1.3-1.2 2s1 2.7-1.2 2M16 8c-2.2-1-2.8 1.3-1.2 2s1 2.7-1.2 2M8.5 10a1.6 2 0 1 0 3.2 0 1.6 2 0 1 0-3.2 0", 1.3)),
  arrow_right: badge("#3b88c3", line(WHITE, "M5.5 10h8.5M10.5 6.3l3.7 3.7-3.7 3.7", 1.9)),
  arrow_up: badge("#3b88c3", line(WHITE, "M10 14.5V6M6.3 9.5 10 5.8l3.7 3.7", 1.9)),
  arrow_down: badge("#3b88c3", line(WHITE, "M10 5.5V14M6.3 10.5l3.7 3.7 3.7-3.7", 1.9)),
  arrows_counterclockwise: badge("#3b88c3", line(WHITE, "M6 8.5A4.3 4.3 0 0 1 14 9M14 11.5A4.3 4.3 0 0 1 6 11M14.3 5.8V9h-3M5.7 14.2V11h3", 1.5)),
  chart_with_upwards_trend: [box(WHITE, 2, 2, 16, 16, 1.5), rimmed(box(WHITE, 2, 2, 16, 16, 1.5), PALE), line(RED, "M4.5 14 8.5 9.5l2.5 2.5L15.5 5.5", 1.6)],
  moneybag: [p("#ffcc4d", "M7 5.5h6c3 3 5 6 5 8.5 0 3-2.5 4.5-8 4.5s-8-1.5-8-4.5C2 11.5 4 8.5 7 5.5Z"), p("#ffcc4d", "M6.5 1.8h7L12.5 5h-5Z"), line("#8a6914", "M12 10c-1-1.3-4-1.2-4 .4 0 1.9 4 1 4 2.9 0 1.6-3 1.7-4 .4M10 8.5v7", 1.2)],
  credit_card: [box("#ffac33", 1.5, 4, 17, 12, 1.8), box(DARK, 1.5, 6.5, 17, 2.6, 0), box(WHITE, 4, 11.5, 6, 2, 0.5)],
  books: [box(GREEN, 2.5, 3, 4, 15, 0.8), box(BLUE, 7, 4.5, 4, 13.5, 0.8), p(RED, "m12 5.5 3.5-1 3.5 12.5-3.5 1Z")],
  closed_book: [box(RED, 4, 2, 12, 16, 1.5), box("#be1931", 4, 2, 2.5, 16, 1), line(WHITE, "M9 6.5h4.5", 1.3)],
  package: [box("#c1946a", 2.5, 5, 15, 12.5, 1), p("#a5764a", "M2.5 6 5 2.5h10L17.5 6v1.5h-15Z"), box("#e8d4b8", 8.5, 2.5, 3, 6.5, 0)],
  bust_in_silhouette: [disc("#269", 10, 6.5, 4), p("#269", "M2.5 18c0-4.5 3-6.5 7.5-6.5s7.5 2 7.5 6.5Z")],
  busts_in_silhouette: [disc(GREY, 14, 7, 3), p(GREY, "M9 17c0-4 2-5.5 5-5.5s5 1.5 5 5.5Z"), disc("#269", 7, 7, 3.5), p("#269", "M1 18c0-4.3 2.5-6 6-6s6 1.7 6 6Z")],
  star: [p("#ffac33", "m10 1.5 2.6 5.6 6.1.7-4.5 4.2 1.2 6L10 15l-5.4 3 1.2-6L1.3 7.8l6.1-.7Z")],
  sparkles: [p("#ffac33", "m8 5 1.6 4.4L14 11l-4.4 1.6L8 17l-1.6-4.4L2 11l4.4-1.6Zm7.5-3.5.9 2.1 2.1.9-2.1.9-.9 2.1-.9-2.1-2.1-.9 2.1-.9Z")],
  robot_face: [box(GREY, 4, 6, 12, 11, 2), disc(WHITE, 7.8, 10.5, 1.7), disc(WHITE, 12.2, 10.5, 1.7), box(DARK, 7, 13.5, 6, 1.6, 0.5), line(GREY, "M10 6V3", 1.4), disc(RED, 10, 2.5, 1.3)],
  smile: face(line("#664500", "M6.5 12c1.5 2.7 5.5 2.7 7 0", 1.3)),
  slightly_smiling_face: face(line("#664500", "M7 12.5c1.3 1.5 4.7 1.5 6 0", 1.3)),
  thinking_face: face(line("#664500", "M7.5 13.5c1.5-.8 3-.8 4.5 0M5.5 6.3c1-.6 2-.6 3 0", 1.2)),
  cry: face(line("#664500", "M7 14c1.3-1.5 4.7-1.5 6 0", 1.3), disc(BLUE, 6.3, 12.5, 1.4)),
  grimacing: face(box(WHITE, 6, 11.5, 8, 3, 1.2), line("#664500", "M6.5 13h7", 0.7)),
  coffee: [p(WHITE, "M3 7h11v6.5c0 2-1.5 3.5-3.5 3.5h-4C4.5 17 3 15.5 3 13.5Z"), line(PALE, "M14 9c3.5-.5 3.5 4.5 0 4.3M3 7h11v6.5c0 2-1.5 3.5-3.5 3.5h-4C4.5 17 3 15.5 3 13.5Z", 1.4), p(BROWN, "M4.5 8.5h8v1.5h-8Z"), line(GREY, "M6.5 2.5c1 1-.5 1.5.3 2.7M10 2.5c1 1-.5 1.5.3 2.7", 1)],
  "flag-ua": [box("#0057b7", 1.5, 4, 17, 6, 1), box("#ffd700", 1.5, 10, 17, 6, 1)],
  "flag-gb": [box("#00247d", 1.5, 4, 17, 12, 1), line(WHITE, "m2.5 5 15 10m0-10-15 10", 2), line("#cf142b", "m2.5 5 15 10m0-10-15 10", 0.8), line(WHITE, "M10 4.5v11M2 10h16", 3.4), line("#cf142b", "M10 4.5v11M2 10h16", 1.9)],
};

/** A drawing of the emoji with this first name, or null where the page has none. */
export function drawing(name) {
  const shapes = DRAWINGS[name];
  if (!shapes) return null;
  return svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, shapes.map(([tag, attributes]) => svg(tag, attributes)));
}
