// The drawn line with the own boards on it, in pixels of its box; redrawn when the box or the line changes, while boards
// only move. Boards move from one observed place to the next and stand still where nothing is known.
import { s, h, say } from "./dom.js";
import { t, clock } from "./words.js";
import { bench, bench_y, belt_mm, boardQuad, conveyor, extent, machine, plinth, shadow } from "./machines.js";

const narrow_px = 640;
const wide_camera = { azimuth: 14, elevation: 24 };
const steep_camera = { azimuth: 47, elevation: 26 };
const board_mm = [420, 336];  // 300 x 240, drawn 1.4 times

function makeEye({ azimuth, elevation }) {
  const a = (azimuth * Math.PI) / 180, e = (elevation * Math.PI) / 180;
  const raw = ([x, y, z]) => [x * Math.cos(a) - y * Math.sin(a),
    -(z * Math.cos(e) + (x * Math.sin(a) + y * Math.cos(a)) * Math.sin(e))];
  let scale = 1, dx = 0, dy = 0;
  const eye = (p) => {
    const [u, v] = raw(p);
    return [u * scale + dx, v * scale + dy];
  };
  eye.azimuth = a;
  eye.px = (mm) => mm * scale;
  // Fits the points into the box, keeping the margins free.
  eye.fit = (points, width, height, m, max_scale = Infinity) => {
    const us = points.map((p) => raw(p)[0]), vs = points.map((p) => raw(p)[1]);
    const u0 = Math.min(...us), u1 = Math.max(...us), v0 = Math.min(...vs), v1 = Math.max(...vs);
    scale = Math.min((width - m.left - m.right) / (u1 - u0), (height - m.top - m.bottom) / (v1 - v0), max_scale);
    dx = m.left + (width - m.left - m.right - (u1 - u0) * scale) / 2 - u0 * scale;
    dy = m.top + (height - m.top - m.bottom - (v1 - v0) * scale) / 2 - v0 * scale;
  };
  return eye;
}

export class LinePicture {
  constructor() {
    this.svg = s("svg", { role: "img", "aria-labelledby": "line-title", "aria-describedby": "line-text", focusable: "false" });
    this.mark = h("p", { class: "tag", "aria-hidden": "true" });
    this.simulated = h("p", { class: "simulated" });
    this.text = h("ul", { class: "unseen", id: "line-text" });
    this.title = h("h2", { class: "unseen", id: "line-title" });
    this.box = h("div", { class: "picture" }, this.svg, this.mark, this.simulated);
    this.element = h("section", { class: "line", "aria-labelledby": "line-title" }, this.title, this.box, this.text);
    this.boards = new Map();
    this.view = null;
    this.key = "";
    new ResizeObserver(() => this.view && this.#draw()).observe(this.box);
  }

  show(view) {
    this.view = view;
    say(this.title, t().line_title);
    say(this.mark, t().your_boards);
    this.simulated.hidden = !view.simulated;
    say(this.simulated, t().simulated);
    this.#draw();
    this.#tell();
  }

  // Along the belt, in mm; several boards of one place are spread in the order in which they came.
  #places() {
    const { stations } = this.view.line;
    const groups = new Map();
    for (const board of this.view.boards || []) {
      const key = `${board.place}/${board.station}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(board);
    }
    const out = [];
    for (const group of groups.values()) {
      group.sort((a, b) => (a.since === b.since ? a.number - b.number : a.since < b.since ? -1 : 1));
      group.forEach((board, i) => {
        const station = stations[board.station];
        const g = extent(station.geometry);
        const n = group.length;
        let x = g.cx, y = 0, z = belt_mm + 20;
        if (board.place === "on_bench") {
          x = g.cx + (i - (n - 1) / 2) * 380;
          y = bench_y - 60;
          z = 925;
        } else if (board.place === "behind_station") {
          const next = stations[board.station + 1];
          const end = next ? extent(next.geometry).x0 : g.x1 + 700;
          x = (g.x1 + end) / 2 - i * 170;
        } else if (station.kind === "buffer") {
          z += (i % 4) * 190;
        } else if (n > 1) {
          const usable = g.x1 - g.x0 - 700;
          x = g.x1 - 350 - (usable * (i + 0.5)) / n;
        }
        out.push({ board, at: [x, y, z] });
      });
    }
    return out.sort((a, b) => b.at[0] - a.at[0]);
  }

  // On a narrow screen the part of the line where the own boards are, in steps so that it rarely changes.
  #window(steep) {
    const { stations } = this.view.line;
    const first = extent(stations[0].geometry).x0, last = extent(stations.at(-1).geometry).x1;
    if (!steep) return [first, last];
    const xs = this.#places().map((p) => p.at[0]);
    const span = Math.min(last - first, 17500);
    if (!xs.length) return [first, first + span];
    const low = Math.min(...xs) - 1800, high = Math.max(...xs) + 1800;
    if (high - low >= span) return [Math.max(first, high - Math.max(span, high - low)), Math.min(last, high)];
    const start = Math.min(Math.max(first, Math.floor((low + high - span) / 2 / 2500) * 2500), last - span);
    return [start, start + span];
  }

  #draw() {
    const width = Math.round(this.box.clientWidth), height = Math.round(this.box.clientHeight);
    const stations = this.view.line && this.view.line.stations;
    if (!width || !height || !stations || !stations.length) return;
    const steep = width < narrow_px;
    const [from, to] = this.#window(steep);
    const key = [width, height, from, to, t().locale, JSON.stringify(stations)].join("|");
    if (key !== this.key) {
      this.key = key;
      this.#scenery(width, height, steep, from, to, stations);
    }
    this.#move();
  }

  #scenery(width, height, steep, from, to, stations) {
    const eye = (this.eye = makeEye(steep ? steep_camera : wide_camera));
    const inside = stations.filter((st) => st.geometry.x_mm >= from && st.geometry.x_mm <= to);
    const points = [];
    for (const st of inside.length ? inside : stations) {
      const g = extent(st.geometry);
      for (const x of [g.x0, g.x1]) {
        points.push([x, g.y0 - (steep ? 300 : 350), 0], [x, g.y1, 0], [x, g.y1, g.z + 380], [x, g.y0, 0]);
      }
      if (st.bench) points.push([g.cx - 750, bench_y - 400, 0], [g.cx + 750, bench_y - 400, 0]);
    }
    const margins = steep ? { left: 14, right: 14, top: 46, bottom: 26 } : { left: 26, right: 26, top: 34, bottom: 44 };
    eye.fit(points, width, height, margins);

    const floor = s("g", {}), shade = s("g", { filter: "url(#soft)" }), works = s("g", { class: "works" });
    const words = s("g", { class: "words" });
    const ends = [extent(stations[0].geometry).x0, extent(stations.at(-1).geometry).x1];
    plinth(eye, floor, ...ends);
    for (let i = stations.length - 1; i >= 0; --i) {
      const st = stations[i];
      const g = extent(st.geometry);
      shadow(eye, shade, g.x0, g.x1, g.y0 - (st.kind.includes("placer") ? 330 : 0), g.y1);
      const group = s("g", { class: "machine" });
      if (i + 1 < stations.length) conveyor(eye, group, g.x1, extent(stations[i + 1].geometry).x0);
      machine(eye, group, st);
      if (st.bench) {
        shadow(eye, shade, g.cx - 750, g.cx + 550, bench_y - 375, bench_y + 375);
        bench(eye, group, g.cx);
      }
      works.append(group);
      if (!steep) {
        const front = st.bench ? g.y0 : g.y0 - (st.kind.includes("placer") ? 330 : 0);
        const [x, y] = eye([st.bench ? g.x0 + 300 : g.cx, front, 0]);
        words.append(s("text", { x: x.toFixed(1), y: (y + 26).toFixed(1), "text-anchor": "middle" },
          t().station[st.kind] || t().station.other));
      }
    }
    const soft = s("filter", { id: "soft", x: "-20%", y: "-40%", width: "140%", height: "180%" },
      s("feGaussianBlur", { stdDeviation: Math.max(1.5, eye.px(110)).toFixed(1) }));
    const glow = s("filter", { id: "glow", x: "-80%", y: "-80%", width: "260%", height: "260%" },
      s("feGaussianBlur", { stdDeviation: Math.max(1.5, eye.px(70)).toFixed(1) }));
    this.layer = s("g", { class: "own" });
    this.boards.clear();
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.svg.style.setProperty("--mm", String(eye.px(1)));
    this.svg.replaceChildren(s("defs", {}, soft, glow), floor, shade, works, words, this.layer);
    this.stem = steep ? 30 : Math.max(26, eye.px(560));
    this.quad = boardQuad(eye, ...board_mm).map((p) => p.map((v) => v.toFixed(1)).join(",")).join(" ");
    this.radius = steep ? 7 : 8;
  }

  #move() {
    const seen = new Set();
    for (const { board, at } of this.#places()) {
      seen.add(board.number);
      let group = this.boards.get(board.number);
      if (!group) {
        group = s("g", {},
          s("polygon", { class: "glow", points: this.quad, filter: "url(#glow)" }),
          s("polygon", { class: "board", points: this.quad }),
          s("line", { class: "stem", x1: 0, y1: 0, x2: 0, y2: -this.stem }),
          s("circle", { class: "pin", cx: 0, cy: -this.stem, r: this.radius }));
        this.boards.set(board.number, group);
        this.layer.append(group);
      }
      group.setAttribute("class", `own-board ${board.certainty}`);
      const [x, y] = this.eye(at);
      group.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
    }
    for (const [number, group] of this.boards) {
      if (seen.has(number)) continue;
      group.remove();
      this.boards.delete(number);
    }
  }

  // The text twin of the picture.
  #tell() {
    const { stations } = this.view.line;
    const word = (i) => t().station[stations[i] ? stations[i].kind : "other"] || t().station.other;
    const lines = (this.view.boards || []).map((b) => {
      const name = t().board(b.number, b.first_unit, b.first_unit + b.units - 1);
      const time = b.since ? clock(b.since) : "";
      const where = b.place === "on_bench" ? t().board_bench(word(b.station), time)
        : b.place === "behind_station" ? t().board_after(word(b.station), word(b.station + 1), time)
        : t().board_at(word(b.station), time);
      return `${name}: ${where}${b.certainty === "stale" ? `, ${t().board_stale}` : ""}`;
    });
    if (!lines.length) lines.push(t().no_boards);
    const key = lines.join("\n");
    if (key === this.told) return;
    this.told = key;
    this.text.replaceChildren(...lines.map((line) => h("li", {}, line)));
  }
}
