// The machines of the drawn line: solids in mm, projected by `eye`, painted back to front, coloured by class so that
// both colour schemes share one drawing. x runs with the boards, y away from the viewer, z up.
import { s } from "./dom.js";

export const belt_mm = 950;

const path = (eye, points) => "M" + points.map((p) => eye(p).map((v) => v.toFixed(1)).join(" ")).join("L") + "Z";

class Pen {
  constructor(eye, group) {
    this.eye = eye;
    this.group = group;
  }
  face(cls, ...points) {
    this.group.append(s("path", { class: cls, d: path(this.eye, points) }));
  }
  line(cls, a, b) {
    const [x1, y1] = this.eye(a);
    const [x2, y2] = this.eye(b);
    this.group.append(s("path", { class: cls, d: `M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}` }));
  }
  // The three faces that are seen of a box: left end, front, top.
  box(x0, x1, y0, y1, z0, z1, kind = "body") {
    this.face(`${kind} side`, [x0, y0, z0], [x0, y1, z0], [x0, y1, z1], [x0, y0, z1]);
    this.face(`${kind} front`, [x0, y0, z0], [x1, y0, z0], [x1, y0, z1], [x0, y0, z1]);
    this.face(`${kind} top`, [x0, y0, z1], [x1, y0, z1], [x1, y1, z1], [x0, y1, z1]);
  }
  disc(cls, x, y, z, r) {
    const rim = [];
    for (let i = 0; i < 16; ++i) rim.push([x + r * Math.cos((i * Math.PI) / 8), y + r * Math.sin((i * Math.PI) / 8), z]);
    this.face(cls, ...rim);
  }
  tube(x, y, z0, z1, r, kind) {
    const left = [], right = [];
    // Seen from the front left: the outline runs along the two ends of the diameter across the view.
    const a = this.eye.azimuth;
    const dx = r * Math.cos(a), dy = -r * Math.sin(a);
    left.push([x - dx, y - dy, z0], [x - dx, y - dy, z1], [x, y, z1], [x, y, z0]);
    right.push([x, y, z0], [x, y, z1], [x + dx, y + dy, z1], [x + dx, y + dy, z0]);
    this.face(`${kind} side`, ...left);
    this.face(`${kind} front`, ...right);
    this.disc(`${kind} top`, x, y, z1, r);
  }
}

// Feet, recessed kick and base with inset doors and bar handles, up to 860.
function base(pen, x0, x1, y0, y1, doors) {
  pen.box(x0 + 60, x1 - 60, y0 + 70, y1 - 40, 40, 120, "kick");
  for (const x of [x0 + 90, x1 - 90]) pen.box(x - 40, x + 40, y0 + 60, y0 + 140, 0, 60, "kick");
  pen.box(x0, x1, y0, y1, 120, 860);
  const width = (x1 - x0 - 60) / doors;
  for (let i = 0; i < doors; ++i) {
    const a = x0 + 30 + i * width + 18, b = a + width - 36;
    pen.face("door", [a, y0, 175], [b, y0, 175], [b, y0, 815], [a, y0, 815]);
    const handle = doors === 1 || i % 2 === 0 ? b - 70 : a + 70;
    pen.line("handle", [handle, y0, 470], [handle, y0, 640]);
  }
  pen.line("seam", [x0, y0, 862], [x1, y0, 862]);
  pen.line("seam", [x0, y0, 862], [x0, y1, 862]);
}

// The upper housing: side walls with a slanted front and a belt tunnel, roof over the rear 60 %, near-clear glass.
function hood(pen, x0, x1, y0, y1, z1, inside) {
  const roof = y0 + (y1 - y0) * 0.4;
  const lip = 1010;
  const floor = 870;
  // What the glass shows: back wall, floor, far side; then the works.
  pen.face("inside", [x0, y1, floor], [x1, y1, floor], [x1, y1, z1], [x0, y1, z1]);
  pen.face("inside-floor", [x0, y0, floor], [x1, y0, floor], [x1, y1, floor], [x0, y1, floor]);
  pen.face("inside-far", [x1, y0, floor], [x1, y0, lip], [x1, roof, z1], [x1, y1, z1], [x1, y1, floor]);
  pen.face("lamp", [x0 + 80, roof + 60, z1 - 40], [x1 - 80, roof + 60, z1 - 40], [x1 - 80, roof + 110, z1 - 40], [x0 + 80, roof + 110, z1 - 40]);
  rails(pen, x0, x1);
  if (inside) inside();
  // Glass over the slanted front, then the frame around it.
  const t = 46;
  pen.face("glass", [x0 + t, y0, lip], [x1 - t, y0, lip], [x1 - t, roof, z1 - 10], [x0 + t, roof, z1 - 10]);
  pen.face("shine", [x0 + (x1 - x0) * 0.58, y0, lip], [x0 + (x1 - x0) * 0.7, y0, lip], [x0 + (x1 - x0) * 0.86, roof, z1 - 10], [x0 + (x1 - x0) * 0.74, roof, z1 - 10]);
  pen.face("body front", [x0, y0, floor], [x1, y0, floor], [x1, y0, lip], [x0, y0, lip]);
  for (const x of [x0, x1 - t]) pen.face("body slope", [x, y0, lip], [x + t, y0, lip], [x + t, roof, z1], [x, roof, z1]);
  // Left wall with its tunnel.
  pen.face("body side", [x0, y0, floor], [x0, y0, lip], [x0, roof, z1], [x0, y1, z1], [x0, y1, floor]);
  pen.face("tunnel", [x0, -210, 890], [x0, -210, 1090], [x0, 210, 1090], [x0, 210, 890]);
  pen.face("body top", [x0, roof, z1], [x1, roof, z1], [x1, y1, z1], [x0, y1, z1]);
  pen.line("edge", [x0, roof, z1], [x1, roof, z1]);
  pen.line("edge", [x0, y0, lip], [x1, y0, lip]);
  pen.line("edge", [x0, y0, lip], [x0, roof, z1]);
}

function rails(pen, x0, x1) {
  pen.face("belt", [x0, -150, belt_mm], [x1, -150, belt_mm], [x1, 150, belt_mm], [x0, 150, belt_mm]);
  pen.line("rail", [x0, 150, belt_mm], [x1, 150, belt_mm]);
  pen.line("rail", [x0, -150, belt_mm], [x1, -150, belt_mm]);
}

function fans(pen, xs, y, z) {
  for (const x of xs) {
    pen.disc("vent-rim", x, y, z, 105);
    pen.disc("vent", x, y, z, 72);
  }
}

function stackLight(pen, x, y, z) {
  pen.line("pole", [x, y, z], [x, y, z + 190]);
  for (let i = 0; i < 3; ++i) pen.line("stack", [x, y, z + 195 + i * 82], [x, y, z + 262 + i * 82]);
}

function screen(pen, x, y, z) {
  pen.line("pole", [x, y, z - 60], [x, y - 130, z + 40]);
  pen.face("screen", [x - 150, y - 150, z - 30], [x + 150, y - 150, z - 30], [x + 150, y - 120, z + 190], [x - 150, y - 120, z + 190]);
}

function gantry(pen, x, y0, y1, z) {
  pen.box(x - 45, x + 45, y0, y1, z, z + 90, "metal");
  pen.box(x - 95, x + 95, -70, 90, z - 150, z + 30, "head");
}

function feeders(pen, x0, x1, y0) {
  // Bank of feeders with reels below, in front of the base.
  const out = y0 - 330;
  pen.box(x0, x1, out, y0, 90, 300, "kick");
  pen.box(x0, x1, out + 40, y0, 760, 880, "metal");
  pen.face("bank", [x0, out, 300], [x1, out, 300], [x1, out + 40, 860], [x0, out + 40, 860]);
  pen.face("bank side", [x0, out, 300], [x0, y0, 300], [x0, y0, 860], [x0, out + 40, 860]);
  const pitch = Math.max(52, (x1 - x0) / 26);
  for (let x = x0 + pitch * 0.6; x < x1 - pitch * 0.3; x += pitch) {
    pen.line("reel", [x, out - 6, 340], [x, out - 2, 560]);
    pen.line("reel", [x, out + 6, 600], [x, out + 30, 820]);
  }
  pen.face("bank-top", [x0, out + 40, 880], [x1, out + 40, 880], [x1, y0, 940], [x0, y0, 940]);
  for (let x = x0 + pitch; x < x1; x += pitch * 1.5) pen.line("fine", [x, out + 40, 881], [x, y0, 941]);
}

const draw = {
  loader(pen, g) {
    const { x0, x1, y0, y1, z } = g;
    pen.box(x0 + 50, x1 - 50, y0 + 60, y1 - 40, 30, 110, "kick");
    for (const x of [x0 + 90, x1 - 90]) pen.box(x - 40, x + 40, y0 + 60, y0 + 140, 0, 60, "kick");
    pen.box(x0, x1, y0, y1, 110, z);
    const mid = (x0 + x1) / 2;
    for (const [a, b] of [[x0 + 70, mid - 25], [mid + 25, x1 - 70]]) {
      pen.face("window", [a, y0, 500], [b, y0, 500], [b, y0, z - 110], [a, y0, z - 110]);
      for (let k = 1; k < 7; ++k) pen.line("fine", [a + 40, y0, 520 + k * 110], [b - 40, y0, 520 + k * 110]);
    }
    pen.face("door", [x0 + 60, y0, 170], [x1 - 60, y0, 170], [x1 - 60, y0, 430], [x0 + 60, y0, 430]);
    pen.face("tunnel", [x0, -190, 880], [x0, -190, 1060], [x0, 190, 1060], [x0, 190, 880]);
    pen.line("edge", [x0, y0, z], [x1, y0, z]);
    pen.line("edge", [x0, y0, 110], [x0, y0, z]);
    stackLight(pen, x1 - 120, y1 - 140, z);
  },
  laser_marker(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 2);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => pen.box(g.cx - 120, g.cx + 120, 20, 260, 1180, 1400, "head"));
    pen.box(g.cx - 260, g.cx + 260, g.y1 - 420, g.y1 - 120, g.z, g.z + 120);
    screen(pen, g.x1 - 110, g.y0 + 120, 1080);
    stackLight(pen, g.x1 - 120, g.y1 - 120, g.z);
  },
  printer(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 2);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => {
      pen.face("stencil", [g.cx - 420, -330, 1060], [g.cx + 420, -330, 1060], [g.cx + 420, 330, 1060], [g.cx - 420, 330, 1060]);
      pen.box(g.cx - 330, g.cx + 330, 120, 200, 1090, 1210, "metal");
    });
    fans(pen, [g.x0 + 380, g.x1 - 380], g.y1 - 350, g.z);
    screen(pen, g.x1 - 170, g.y0 + 120, 1080);
    stackLight(pen, g.x1 - 140, g.y1 - 140, g.z);
  },
  spi(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 1);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => {
      pen.box(g.x0 + 60, g.x1 - 60, 210, 290, 1290, 1370, "metal");
      pen.box(g.cx - 110, g.cx + 110, 40, 220, 1130, 1400, "head");
    });
    fans(pen, [g.cx], g.y1 - 300, g.z);
    screen(pen, g.x1 - 120, g.y0 + 120, 1080);
    stackLight(pen, g.x1 - 120, g.y1 - 120, g.z);
  },
  buffer(pen, g) {
    const { x0, x1, y0, y1, z } = g;
    pen.box(x0 + 50, x1 - 50, y0 + 60, y1 - 40, 30, 110, "kick");
    pen.box(x0, x1, y0, y1, 110, 860);
    pen.face("door", [x0 + 50, y0, 170], [x1 - 50, y0, 170], [x1 - 50, y0, 810], [x0 + 50, y0, 810]);
    pen.line("handle", [x1 - 130, y0, 470], [x1 - 130, y0, 640]);
    pen.face("inside", [x0, y1, 860], [x1, y1, 860], [x1, y1, z], [x0, y1, z]);
    pen.face("inside-floor", [x0, y0, 862], [x1, y0, 862], [x1, y1, 862], [x0, y1, 862]);
    pen.face("inside-far", [x1, y0, 862], [x1, y1, 862], [x1, y1, z], [x1, y0, z]);
    for (let k = 0; k < 4; ++k) {
      const h = belt_mm + k * 190;
      pen.face("shelf", [x0 + 60, -170, h], [x1 - 60, -170, h], [x1 - 60, 170, h], [x0 + 60, 170, h]);
    }
    pen.face("body side", [x0, y0, 860], [x0, y1, 860], [x0, y1, z], [x0, y0, z]);
    pen.face("tunnel", [x0, -200, 880], [x0, -200, 1080], [x0, 200, 1080], [x0, 200, 880]);
    for (const x of [x0, x1 - 55]) pen.face("body front", [x, y0, 860], [x + 55, y0, 860], [x + 55, y0, z], [x, y0, z]);
    pen.face("body front", [x0, y0, z - 130], [x1, y0, z - 130], [x1, y0, z], [x0, y0, z]);
    pen.face("body top", [x0, y0, z], [x1, y0, z], [x1, y1, z], [x0, y1, z]);
    pen.line("edge", [x0, y0, z], [x1, y0, z]);
    stackLight(pen, x1 - 110, y1 - 110, z);
  },
  placer(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 2);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => {
      gantry(pen, g.x1 - 560, -500, 700, 1270);
      gantry(pen, g.x0 + 560, -500, 700, 1270);
    });
    fans(pen, [g.x0 + 430, g.cx, g.x1 - 430], g.y1 - 420, g.z);
    feeders(pen, g.x0 + 110, g.x1 - 110, g.y0);
    screen(pen, g.x1 - 130, g.y0 + 160, 1120);
    stackLight(pen, g.x1 - 150, g.y1 - 150, g.z);
  },
  odd_form_placer(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 2);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => gantry(pen, g.cx, -450, 600, 1290));
    fans(pen, [g.x0 + 400, g.x1 - 400], g.y1 - 380, g.z);
    feeders(pen, g.x0 + 120, g.cx + 40, g.y0);
    pen.box(g.cx + 160, g.x1 - 100, g.y0 - 300, g.y0, 120, 900);
    for (let k = 0; k < 5; ++k) pen.line("seam", [g.cx + 200, g.y0 - 300, 260 + k * 130], [g.x1 - 140, g.y0 - 300, 260 + k * 130]);
    screen(pen, g.x1 - 130, g.y0 + 160, 1120);
    stackLight(pen, g.x1 - 140, g.y1 - 140, g.z);
  },
  reflow_oven(pen, g) {
    const zones = 10, y0 = g.y0, y1 = g.y1;
    const width = (g.x1 - g.x0) / zones;
    base(pen, g.x0, g.x1, y0, y1, zones);
    for (let i = 0; i < zones; ++i) {
      const a = g.x0 + 60 + i * width, b = a + width - 120;
      for (let k = 0; k < 3; ++k) pen.line("fine", [a + 50, y0, 210 + 42 * k], [b, y0, 210 + 42 * k]);
    }
    hood(pen, g.x0, g.x1, y0, y1, g.z, null);
    const roof = y0 + (y1 - y0) * 0.4;
    for (const x of [g.x0 + 620, g.x1 - 1500]) pen.tube(x, y1 - 210, g.z, 1900, 105, "metal");
    for (let i = zones - 1; i >= 0; --i) {
      // Zones are humps on the roof; the last two cool and lie lower, with fans.
      const a = g.x0 + i * width + 28, b = a + width - 56;
      const cools = i >= zones - 2;
      pen.box(a, b, roof + 20, y1 - (cools ? 120 : 330), g.z, g.z + (cools ? 45 : 125));
      if (cools) fans(pen, [(a + b) / 2], roof + 330, g.z + 46);
      else pen.line("edge", [a, roof + 20, g.z + 125], [b, roof + 20, g.z + 125]);
      pen.line("frame", [a - 28, y0, 1010], [a - 28, roof, g.z]);
    }
    pen.tube(g.x1 - 1500, y1 - 150, g.z + 40, 1880, 105, "metal");
    pen.tube(g.x0 + 620, y1 - 150, g.z + 40, 1880, 105, "metal");
    screen(pen, g.x0 + 260, y0 + 130, 1080);
    stackLight(pen, g.x1 - 140, y1 - 140, g.z);
  },
  aoi(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 1);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, () => {
      pen.box(g.x0 + 60, g.x1 - 60, 230, 310, 1310, 1390, "metal");
      pen.tube(g.cx, 90, 1120, 1380, 120, "head");
    });
    fans(pen, [g.x0 + 330, g.x1 - 330], g.y1 - 330, g.z);
    screen(pen, g.x1 - 120, g.y0 + 120, 1100);
    stackLight(pen, g.x1 - 120, g.y1 - 120, g.z);
  },
  other(pen, g) {
    base(pen, g.x0, g.x1, g.y0, g.y1, 2);
    hood(pen, g.x0, g.x1, g.y0, g.y1, g.z, null);
    stackLight(pen, g.x1 - 120, g.y1 - 120, g.z);
  },
};
draw.unloader = draw.loader;

export function extent(geometry) {
  const { x_mm, y_mm, length_mm, depth_mm, height_mm } = geometry;
  const half = length_mm / 2, deep = depth_mm / 2;
  return { x0: x_mm - half, x1: x_mm + half, cx: x_mm, y0: y_mm - deep, y1: y_mm + deep, z: height_mm };
}

export function machine(eye, group, station) {
  (draw[station.kind] || draw.other)(new Pen(eye, group), extent(station.geometry));
}

export function conveyor(eye, group, x0, x1) {
  const pen = new Pen(eye, group);
  const mid = (x0 + x1) / 2;
  pen.box(mid - 60, mid + 60, -60, 60, 20, 880, "kick");
  pen.box(x0, x1, -185, 185, 860, 935, "metal");
  rails(pen, x0, x1);
}

export const bench_y = -1850;
export function bench(eye, group, x) {
  const pen = new Pen(eye, group);
  const x0 = x - 750, x1 = x + 750, y0 = bench_y - 375, y1 = bench_y + 375;
  for (const [a, b] of [[x1 - 50, y1 - 50], [x0 + 10, y1 - 50]]) pen.box(a, a + 40, b, b + 40, 0, 1500, "metal");
  pen.box(x0 + 10, x1 - 10, y1 - 90, y1 - 30, 1440, 1500, "body");
  for (const [a, b] of [[x1 - 50, y0], [x0 + 10, y0]]) pen.box(a, a + 40, b, b + 40, 0, 860, "metal");
  pen.box(x1 - 480, x1 - 60, y0 + 40, y1 - 60, 330, 850, "body");
  pen.box(x0, x1, y0, y1, 860, 905, "body");
  pen.box(x0 + 80, x0 + 260, y1 - 300, y1 - 120, 905, 1080, "head");
}

// Ground under the line and the soft shadow on it; the blur is the group's own filter.
export function plinth(eye, group, x0, x1) {
  new Pen(eye, group).face("plinth", [x0 - 900, -2750, 0], [x1 + 900, -2750, 0], [x1 + 900, 1500, 0], [x0 - 900, 1500, 0]);
}
export function shadow(eye, group, x0, x1, y0, y1) {
  new Pen(eye, group).face("shadow", [x0 - 40, y0 - 130, 0], [x1 + 330, y0 - 130, 0], [x1 + 330, y1 - 60, 0], [x0 - 40, y1 + 60, 0]);
}

export function boardQuad(eye, length, width) {
  const origin = eye([0, 0, 0]);
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([a, b]) => {
    const p = eye([(a * length) / 2, (b * width) / 2, 0]);
    return [p[0] - origin[0], p[1] - origin[1]];
  });
}
