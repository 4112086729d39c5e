// The cards below the picture: completion range, steps, units. Each graphic has its text twin.
import { h, s, say } from "./dom.js";
import { t, clock, date, day, moment, number, share, stepWord } from "./words.js";

const at = (time) => Date.parse(time);

// ---- completion range: a quantile plot of twenty dots in bins of the display unit ----

function ticks(first, last, unit) {
  const out = [];
  for (let m = first; m <= last && out.length < 400; m += unit) out.push(m);
  return out;
}

export function countBy(dots, time) {
  // A dot stands for its whole bin; a bin that ends by then is surely done.
  return dots.filter((dot) => dot.end <= time).length;
}

export class RangeCard {
  constructor() {
    this.title = h("h2", { id: "range-title" });
    this.reason = h("p", { class: "sub" });
    this.plot = h("div", { class: "plot" });
    this.twin = h("p", { class: "unseen" });
    this.rows = h("div", { class: "rows" });
    this.element = h("section", { class: "card range", "aria-labelledby": "range-title" },
      this.title, this.reason, this.plot, this.twin, this.rows);
    new ResizeObserver(() => this.view && this.#draw()).observe(this.plot);
  }

  show(view) {
    const key = JSON.stringify([view.range, view.order, view.waiting, view.phase, t().locale, day(view.as_of || 0)]);
    if (key === this.key) return;
    this.key = key;
    this.view = view;
    const { range, order } = view;
    const words = t().range;
    const known = range && range.known && (range.dots || []).length > 0;
    if (order.finished_at) {
      say(this.title, words.finished(`${day(order.finished_at)} ${clock(order.finished_at)}`));
      say(this.reason, order.promised ? words.promised_late(`${day(order.promised)} ${clock(order.promised)}`) : "");
    } else if (!known) {
      say(this.title, words.none);
      say(this.reason, order.promised ? `${words.promised_late(`${day(order.promised)} ${clock(order.promised)}`)}. ${words.none_why}` : words.none_why);
    } else {
      const [from, to] = this.#words(range.from, range.to);
      say(this.title, from === to && range.unit_s >= 86400 ? words.day(from) : words.title(from, to));
      say(this.reason, range.reason ? words.reason(range.reason) : "");
    }
    this.reason.hidden = !this.reason.textContent;
    this.plot.hidden = this.rows.hidden = !known || Boolean(order.finished_at);
    say(this.twin, "");
    if (this.plot.hidden) return;
    const unit = range.unit_s * 1000;
    this.dots = range.dots.map((d) => ({ start: at(d), end: at(d) + unit }));
    const promise = order.promised ? at(order.promised) : null;
    say(this.twin, words.twin(...this.#words(range.from, range.to), promise === null ? null : countBy(this.dots, promise)));
    this.#draw();
    this.#answers(unit, promise);
  }

  #words(from, to) {
    const { range, as_of } = this.view;
    const a = moment(from, range.unit_s, as_of);
    // The day is said once when both ends share it.
    const b = day(from) === day(to) && range.unit_s < 86400 ? clock(to) : moment(to, range.unit_s, as_of);
    return [a, b];
  }

  #draw() {
    if (this.plot.hidden) return;
    const { range, order } = this.view;
    const width = Math.max(200, Math.round(this.plot.clientWidth));
    const unit = range.unit_s * 1000;
    const from = at(range.from), to = at(range.to);
    const first = Math.min(from, this.dots[0].start), last = Math.max(to, this.dots.at(-1).end);
    const promise = order.promised ? at(order.promised) : null;
    // Bins of the unit, or of several when they would get too narrow for a dot.
    const per_bin = Math.max(1, Math.ceil((last - first) / unit / 16)) * unit;
    const bin = (time) => Math.floor((time - first) / per_bin);
    const spread = last - first + 2 * per_bin;
    const reach = promise !== null && promise - first <= 2.6 * spread && first - promise <= 0.8 * spread;
    const x0 = reach ? Math.min(first, promise) - per_bin : first - per_bin;
    const x1 = reach ? Math.max(last, promise) + per_bin : last + per_bin;
    const far = promise !== null && !reach;
    const right = far ? width - 78 : width;
    const x = (time) => ((time - x0) / (x1 - x0)) * right;
    const stacks = new Map();
    for (const dot of this.dots) stacks.set(bin(dot.start), (stacks.get(bin(dot.start)) || 0) + 1);
    const tallest = Math.max(...stacks.values());
    const r = Math.max(2.5, Math.min(9, x(x0 + per_bin) / 2 - 0.6, 100 / tallest / 2));
    const step = r * 2 + 1.6;
    const floor = 26 + Math.max(90, tallest * step + 6);
    const height = floor + 30;
    const place = (px, text, half) => Math.min(Math.max(px, half), width - half) ;
    const svg = s("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    svg.append(s("rect", { class: "band", x: x(from), y: 20, width: Math.max(2, x(to) - x(from)), height: floor - 20, rx: 3 }));
    svg.append(s("text", { class: "note", x: place((x(from) + x(to)) / 2, "", 24), y: 13, "text-anchor": "middle" }, t().range.eight));
    const seen = new Map();
    for (const dot of this.dots) {
      const b = bin(dot.start);
      const k = seen.get(b) || 0;
      seen.set(b, k + 1);
      const start = first + b * per_bin;
      const inside = dot.start >= from && dot.end <= to;
      svg.append(s("circle", { class: inside ? "dot" : "dot hollow", r: (inside ? r : r - 1).toFixed(1),
        cx: x(start + per_bin / 2).toFixed(1), cy: (floor - 3 - r - k * step).toFixed(1) }));
    }
    svg.append(s("line", { class: "axis", x1: 0, x2: width, y1: floor, y2: floor }));
    const labels = [];
    const label = (time, px, cls) => {
      const text = range.unit_s >= 86400 ? day(time) : clock(time);
      const half = text.length * 4;
      const mid = place(px, text, half);
      if (labels.some(([a, b]) => mid - half - 8 < b && mid + half + 8 > a)) return;
      labels.push([mid - half, mid + half]);
      svg.append(s("line", { class: "tick", x1: px, x2: px, y1: floor, y2: floor + 5 }));
      svg.append(s("text", { class: cls, x: mid, y: floor + 22, "text-anchor": "middle" }, text));
    };
    if (promise !== null) {
      const px = far ? width - 36 : x(promise);
      if (far) svg.append(s("line", { class: "break", x1: right + 4, x2: px - 22, y1: floor, y2: floor }));
      label(promise, px, "strong");
      svg.append(s("line", { class: "promise", x1: px, x2: px, y1: 20, y2: floor + 6 }));
      svg.append(s("text", { class: "strong", x: place(px, "", 32), y: 13, "text-anchor": "middle" }, t().range.promised));
    }
    label(from, x(from), "");
    label(to, x(to), "");
    const middle = this.dots[10].start;
    label(middle, x(middle), "");
    this.plot.replaceChildren(svg);
  }

  // "Done by ...?": a moment to choose and the promise, both answered in twentieths.
  #answers(unit, promise) {
    const words = t().range;
    const choices = ticks(this.dots[0].end, this.dots.at(-1).end, unit);
    const wanted = this.asked && choices.includes(this.asked) ? this.asked
      : choices.find((c) => countBy(this.dots, c) >= 9) || choices[0];
    this.asked = wanted;
    const answer = h("output", { class: "strong", for: "asked" }, words.of_twenty(countBy(this.dots, wanted)));
    const select = h("select", { id: "asked", "aria-label": words.by,
      onchange: (event) => {
        this.asked = Number(event.target.value);
        say(answer, words.of_twenty(countBy(this.dots, this.asked)));
      } }, choices.map((c) => h("option", { value: c, selected: c === wanted }, moment(c, this.view.range.unit_s, this.view.as_of))));
    const rows = [h("p", { class: "row" }, h("span", {}, h("label", { for: "asked" }, words.by), " ", select, words.by_mark), answer)];
    if (promise !== null) {
      rows.push(h("p", { class: "row" },
        h("span", {}, `${words.by} ${moment(promise, this.view.range.unit_s, this.view.as_of)}${words.by_mark}`),
        h("span", { class: "strong" }, words.of_twenty(countBy(this.dots, promise)))));
    }
    if (this.view.waiting && this.view.waiting.waiting) {
      const station = this.view.line.stations[this.view.waiting.station || 0];
      rows.push(h("p", { class: "row" }, h("span", {}, words.depends),
        h("span", { class: "strong" }, words.depends_waiting(t().doing[station.kind] || t().doing.other))));
    }
    this.rows.replaceChildren(...rows);
  }
}

// ---- steps ----

export class StepsCard {
  constructor() {
    this.title = h("h2", { id: "steps-title" });
    this.list = h("ul", { class: "steps" });
    this.element = h("section", { class: "card", "aria-labelledby": "steps-title" }, this.title, this.list);
  }
  show(view) {
    const key = JSON.stringify([view.steps, t().locale]);
    if (key === this.key) return;
    this.key = key;
    say(this.title, t().steps);
    this.list.replaceChildren(...(view.steps || []).map((step) => {
      const part = step.total ? Math.min(1, step.done / step.total) : 0;
      return h("li", { "aria-label": t().step_twin(stepWord(step), step.done, step.total) },
        h("span", { class: "word", "aria-hidden": "true" }, stepWord(step)),
        s("svg", { class: "bar", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 1000 10" },
          s("rect", { class: "track", width: 1000, height: 10 }),
          s("rect", { class: "fill", width: (1000 * part).toFixed(1), height: 10 })),
        h("span", { class: "num", "aria-hidden": "true" }, h("b", {}, number(step.done)), `/${number(step.total)}`));
    }));
  }
}

// ---- units: twenty a row; filled, ringed, hollow, diamond ----

const letters = { F: "finished", L: "on-line", R: "rework", S: "scrapped", ".": "to-come" };

function unitMark(letter, x, y, r) {
  if (letter === "R") {
    const d = r * 1.45;
    return s("path", { class: "u rework", d: `M${x} ${y - d}L${x + d} ${y}L${x} ${y + d}L${x - d} ${y}Z` });
  }
  if (letter === "S") {
    const d = r * 0.75;
    return s("path", { class: "u scrapped", d: `M${x - d} ${y - d}L${x + d} ${y + d}M${x + d} ${y - d}L${x - d} ${y + d}` });
  }
  return s("circle", { class: `u ${letters[letter] || "to-come"}`, cx: x, cy: y, r: letter === "F" ? r : r - 0.9 });
}

const sample = (letter) => s("svg", { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true" }, unitMark(letter, 9, 9, 5.6));

export class UnitsCard {
  constructor() {
    this.title = h("h2", { id: "units-title" });
    this.sub = h("p", { class: "sub num" });
    this.grid = h("div", { class: "grid" });
    this.legend = h("ul", { class: "legend" });
    this.element = h("section", { class: "card units", id: "units", tabindex: "-1", "aria-labelledby": "units-title" },
      this.title, this.sub, this.grid, this.legend);
  }
  show(view) {
    const key = JSON.stringify([view.units, t().locale]);
    if (key === this.key) return;
    this.key = key;
    const u = view.units;
    const each = u.each || "";
    say(this.title, t().units(Number(view.order.quantity) || each.length));
    say(this.sub, u.inspected ? t().first_pass(number(u.first_pass_good), number(u.inspected), share(u.first_pass_good, u.inspected)) : t().first_pass_none);
    // Twenty a row; so many a row more that a large order stays on one screen.
    const a_row = each.length <= 400 ? 20 : each.length <= 1250 ? 50 : 100;
    const rows = Math.ceil(each.length / a_row);
    const pitch = 20, r = 6.6;
    const svg = s("svg", { viewBox: `0 0 ${a_row * pitch} ${Math.max(1, rows) * pitch}`, "aria-hidden": "true" });
    // All diamonds last, so that none is cut by its neighbour.
    const late = [];
    [...each].forEach((letter, i) => {
      const mark = unitMark(letter, (i % a_row) * pitch + pitch / 2, Math.floor(i / a_row) * pitch + pitch / 2, r);
      if (letter === "R") late.push(mark);
      else svg.append(mark);
    });
    svg.append(...late);
    this.grid.replaceChildren(svg);
    const numbers = [...each].flatMap((letter, i) => (letter === "R" ? [i + 1] : []));
    const named = numbers.slice(0, 4).join(", ") + (numbers.length > 4 ? ", …" : "");
    const items = [["F", t().finished(number(u.finished))], ["L", t().on_line(number(u.on_line))], [".", t().to_come(number(u.to_come))],
      ["R", u.rework ? t().rework(u.rework, named) : t().rework_zero]];
    if (u.scrapped) items.push(["S", t().scrapped(number(u.scrapped))]);
    this.legend.replaceChildren(...items.map(([letter, text]) => h("li", {}, sample(letter), h("span", {}, text))));
  }
}

export function footText(view) {
  return [t().every_step, view.simulated ? t().simulated : "", view.link_expires_at ? t().valid_until(date(view.link_expires_at)) : ""];
}
