// The language in use and how it says times.
import { en } from "./en.js";
import { de } from "./de.js";

export const languages = { en, de };

let current = null;
try {
  current = localStorage.getItem("language");
} catch {
  // Storage may be forbidden; the browser's language will do.
}
if (!languages[current]) current = (navigator.language || "en").toLowerCase().startsWith("de") ? "de" : "en";

export const language = () => current;
export const t = () => languages[current];
export function choose(code) {
  current = code;
  try {
    localStorage.setItem("language", code);
  } catch {
    // Then it is for this visit only.
  }
}

const format = (time, options) => new Intl.DateTimeFormat(t().locale, options).format(new Date(time));
export const clock = (time) => format(time, { hour: "2-digit", minute: "2-digit" });
export const clockSeconds = (time) => format(time, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const day = (time) => format(time, { weekday: "short", day: "numeric", month: "short" });
export const date = (time) => format(time, { day: "numeric", month: "long", year: "numeric" });

// A moment as the range's unit allows: the hour of today, the day with the hour, or the day alone.
export function moment(time, unit_s, now) {
  if (unit_s >= 86400) return day(time);
  return day(time) === day(now) ? clock(time) : `${day(time)} ${clock(time)}`;
}

export function ageText(seconds) {
  if (seconds < 120) return t().seconds(seconds);
  if (seconds < 7200) return t().minutes(Math.floor(seconds / 60));
  return t().hours(Math.floor(seconds / 3600));
}
export const number = (n) => new Intl.NumberFormat(t().locale).format(n);
export const share = (part, whole) =>
  new Intl.NumberFormat(t().locale, { maximumFractionDigits: 1 }).format((100 * part) / whole);

export function stepWord(step) {
  return t().step[step.label] || (t().locale.startsWith("en") ? step.label : t().step_of_kind[step.kind]) || step.label;
}
