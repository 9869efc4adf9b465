// Times as the acted person reads them: in their zone, on a 24-hour clock.

import { me, now } from "./store.js";

const DAY = 86_400;
const formatters = new Map();

const zone = () => me()?.tz ?? "UTC";

function format(seconds, options) {
  const id = zone() + JSON.stringify(options);
  if (!formatters.has(id)) {
    formatters.set(
      id,
      new Intl.DateTimeFormat("en-GB", { timeZone: zone(), hourCycle: "h23", ...options }),
    );
  }
  return formatters.get(id).format(new Date(seconds * 1000));
}

export const clockTime = (seconds) => format(seconds, { hour: "2-digit", minute: "2-digit" });
const clockSeconds = (seconds) =>
  format(seconds, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const iso = (seconds) =>
  format(seconds, { year: "numeric", month: "2-digit", day: "2-digit" })
    .split("/")
    .reverse()
    .join("-");
const long = (seconds) =>
  format(seconds, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const medium = (seconds) => format(seconds, { day: "numeric", month: "long", year: "numeric" });
const short = (seconds) => format(seconds, { day: "numeric", month: "short", year: "numeric" });

export const dayKey = iso;

export function pretty(seconds, otherwise) {
  const day = iso(seconds);
  if (day === iso(now())) return "Today";
  if (day === iso(now() - DAY)) return "Yesterday";
  if (day === iso(now() + DAY)) return "Tomorrow";
  return otherwise(seconds);
}

export function dayTitle(seconds) {
  return pretty(seconds, (at) => format(at, { weekday: "long", day: "numeric", month: "long" }));
}

export const fullTime = (seconds) => `${long(seconds)} at ${clockSeconds(seconds)} (${zone()})`;

export function ago(seconds) {
  const gap = now() - seconds;
  const units = [
    [60, "minute"],
    [3600, "hour"],
    [DAY, "day"],
  ];
  const [size, unit] = units.reverse().find(([each]) => Math.abs(gap) >= each) ?? [1, "second"];
  const count = Math.floor(Math.abs(gap) / size);
  const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (unit === "second" && count < 5) return "just now";
  return gap >= 0 ? `${words} ago` : `in ${words}`;
}

/** As Slack dates a thread's last reply: "today at 09:44", then "3 days ago". */
export function lately(seconds) {
  const day = pretty(seconds, () => "");
  return day ? `${day.toLowerCase()} at ${clockTime(seconds)}` : ago(seconds);
}

const TOKENS = {
  date_num: iso,
  date_slash: (at) => iso(at).replaceAll("-", "/"),
  date: medium,
  date_short: short,
  date_long: long,
  date_pretty: (at) => pretty(at, medium).replace(/^[TY]/, (letter) => letter.toLowerCase()),
  date_short_pretty: (at) => pretty(at, short).replace(/^[TY]/, (letter) => letter.toLowerCase()),
  date_long_pretty: (at) => pretty(at, long).replace(/^[TY]/, (letter) => letter.toLowerCase()),
  day_divider_pretty: (at) => pretty(at, long),
  time: clockTime,
  time_secs: clockSeconds,
  ago,
};

/** Slack's `<!date^seconds^format>`: unknown tokens stay as written. */
export function fillDate(seconds, template) {
  const words = template.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(seconds) ?? whole);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The wall time `YYYY-MM-DDTHH:MM` in the acted person's zone, for a datetime field. */
export const toLocal = (seconds) => `${iso(seconds)}T${clockTime(seconds)}`;

/** Unix seconds of a wall time in the acted person's zone (the later reading inside a gap). */
export function fromLocal(local) {
  const asUtc = Date.parse(`${local}:00Z`) / 1000;
  let guess = asUtc;
  for (let step = 0; step < 2; step += 1) {
    guess = asUtc - (Date.parse(`${toLocal(guess)}:00Z`) / 1000 - guess);
  }
  return guess;
}
