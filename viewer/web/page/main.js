// Puts the page together: store -> headline, picture, cards.
import { by, h, say } from "./dom.js";
import { ageText, choose, clockSeconds, language, languages, number, t } from "./words.js";
import { Store } from "./store.js";
import { LinePicture } from "./line.js";
import { RangeCard, StepsCard, UnitsCard, footText } from "./cards.js";

let parts = null;
let ended = null;

function headline(view) {
  const u = view.units;
  const now = Number(u.on_line) + Number(u.rework);
  const numbers = { now: now === 1 ? 1 : number(now), finished: number(u.finished), total: number(view.order.quantity || u.finished) };
  const words = t().headline;
  if (view.phase === "finished") return words.finished(numbers);
  if (view.phase === "not_started") return words.not_started(numbers);
  if (view.phase === "between") return words.between(numbers);
  if (view.waiting && view.waiting.waiting) {
    const station = view.line.stations[view.waiting.station || 0];
    return words.waiting(numbers, t().at[station.kind] || t().at.other);
  }
  return words.on_line(numbers);
}

function show(view) {
  if (!parts) {
    parts = { line: new LinePicture(), range: new RangeCard(), steps: new StepsCard(), units: new UnitsCard() };
    by("main").replaceChildren(parts.line.element,
      h("div", { class: "cards" }, parts.range.element, parts.steps.element, parts.units.element));
  }
  document.title = t().title(view.order.id, view.plant);
  const key = JSON.stringify([view.plant, view.order, t().locale]);
  if (key !== show.key) {
    show.key = key;
    by("whose").replaceChildren(`${view.plant} · ${t().order} `, h("b", {}, view.order.id),
      h("span", { class: "wide" }, t().whose(view.order.quantity, view.order.product)));
    by("foot").replaceChildren(...footText(view).filter(Boolean).map((text) => h("p", {}, text)));
  }
  say(by("headline"), headline(view));
  for (const part of Object.values(parts)) part.show(view);
  age();
}

function age() {
  const view = store.view;
  if (!view || ended) return;
  const time = view.as_of ? clockSeconds(view.as_of) : "–";
  const text = t().as_of(time, ageText(store.age()));
  say(by("asof"), text);
  say(by("asof-phone"), text);
  const out = store.quiet() || view.connected === false;
  const banner = by("banner");
  banner.hidden = !out;
  // The seconds would be read out each time; a screen reader gets the moment only.
  if (out && banner.dataset.since !== time + language()) {
    banner.dataset.since = time + language();
    banner.textContent = "";
    banner.append(h("span", {}), h("span", { "aria-hidden": "true" }));
    banner.firstChild.textContent = t().no_data(time, "…").replace(/ ?\(…\)/, "");
  }
  if (out) say(banner.lastChild, ` (${ageText(store.age())})`);
  if (!out) delete banner.dataset.since;
  document.body.classList.toggle("stale", out);
}

function end(kind) {
  ended = kind;
  const words = t()[kind];
  document.title = words.title;
  document.body.classList.add("ended");
  say(by("headline"), words.title);
  for (const id of ["whose", "asof", "asof-phone", "foot"]) by(id).textContent = "";
  by("banner").hidden = true;
  by("main").replaceChildren(h("p", { class: "card plain" }, words.text));
}

function dress() {
  document.documentElement.lang = language();
  say(by("skip"), t().skip);
  const group = by("languages");
  group.setAttribute("aria-label", t().language);
  group.replaceChildren(...Object.entries(languages).map(([code, words]) =>
    h("button", { type: "button", lang: code, "aria-pressed": code === language() ? "true" : "false", "aria-label": words.name,
      onclick: () => {
        choose(code);
        dress();
        group.querySelector(`[lang=${code}]`).focus();
        if (ended) end(ended);
        else if (store.view) show(store.view);
      } }, code.toUpperCase())));
}

const store = new Store({ onview: show, onlink: end, onstate: age });
dress();
say(by("headline"), t().loading);
store.start();
