// Where the knots and strands of a thread lie. Pure: the same list always gives the same picture.
//
// The trunk is the line of growth through the piece one stands on: back along what it grew from, on along what grew from it.
// Whatever was merged in or built on curves in from a lane beside it, and lanes are reused as soon as they are free.

/** @typedef {{ id: string, how: string }} Edge   what a piece grew from, and how */
/** @typedef {{ id: string, here?: boolean, open?: boolean, from: Edge[] }} Piece */
/** @typedef {{ index: number, lane: number, row: number }} Place */
/** @typedef {{ from: number, to: number, side: boolean }} Strand   indexes into the list */
/** @typedef {{ x: number, y: number }} Point */
/** @typedef {{ knots: Point[], labels: Point[], strands: string[], width: number, height: number }} Picture */

/** Derivations that join from beside; all others continue the line. */
const joins = new Set(["merged_into", "built_on"]);

/** Edges whose both ends are in the list and that point forward in it; a list that contradicts itself loses the edge, not the picture. @param {Piece[]} pieces @returns {Strand[]} */
export function strandsOf(pieces) {
  const at = new Map(pieces.map((piece, index) => [piece.id, index]));
  return pieces.flatMap((piece, to) => {
    const edges = piece.from.flatMap(({ id, how }) => {
      const from = at.get(id);
      return from === undefined || from >= to ? [] : [{ from, to, side: joins.has(how) }];
    });
    return edges.filter((edge, index) => edges.findIndex((other) => other.from === edge.from) === index);
  });
}

/** For each piece, how many steps the longest way onward (or back) has, joins from beside not counted. @param {number} count @param {Strand[]} strands @param {"from" | "to"} end @param {"from" | "to"} next @returns {number[]} */
function reach(count, strands, end, next) {
  const steps = Array.from({ length: count }, () => 0);
  const order = [...steps.keys()];
  for (const index of end === "from" ? order.reverse() : order) {
    steps[index] = Math.max(0, ...strands.filter((strand) => strand[end] === index && !strand.side).map((strand) => 1 + (steps[strand[next]] ?? 0)));
  }
  return steps;
}

/** Where the line of growth forks, the trunk takes the longer way. @param {Piece[]} pieces @param {Strand[]} strands @returns {Set<number>} */
export function trunkOf(pieces, strands) {
  const here = pieces.findIndex((piece) => piece.here);
  const start = here < 0 ? pieces.length - 1 : here;
  const trunk = new Set(start < 0 ? [] : [start]);
  const onward = reach(pieces.length, strands, "from", "to");
  const back = reach(pieces.length, strands, "to", "from");
  /** @param {number} index @param {"from" | "to"} end @param {"from" | "to"} next */
  const walk = (index, end, next) => {
    const steps = end === "from" ? onward : back;
    const edges = strands.filter((strand) => strand[end] === index && !trunk.has(strand[next])).sort((a, b) => (steps[b[next]] ?? 0) - (steps[a[next]] ?? 0));
    const on = edges.find((strand) => !strand.side) ?? (end === "to" ? edges[0] : undefined);
    if (!on) return;
    trunk.add(on[next]);
    walk(on[next], end, next);
  };
  walk(start, "to", "from");
  walk(start, "from", "to");
  return trunk;
}

/** Lane 0 is the trunk; a piece beside it takes the lowest lane free until the piece it grows into. @param {Piece[]} pieces @param {Strand[]} strands @returns {number[]} */
export function lanesOf(pieces, strands) {
  const trunk = trunkOf(pieces, strands);
  /** @type {number[]} */
  const lanes = pieces.map((_, index) => (trunk.has(index) ? 0 : -1));
  /** @type {[number, number][][]} */
  const taken = [];
  const continued = new Set();
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    if (lanes[index] === 0) continue;
    const out = strands.filter((strand) => strand.from === index).sort((a, b) => a.to - b.to);
    const back = strands.find((strand) => strand.to === index && trunk.has(strand.from));
    const until = out.at(-1)?.to ?? index;
    const since = Math.min(index, back?.from ?? index);
    const heir = out.find((strand) => !strand.side && !trunk.has(strand.to) && !continued.has(strand.to));
    /** @param {number} lane */
    const free = (lane) => (taken[lane] ?? []).every(([from, to]) => until <= from || since >= to);
    let lane = heir ? (lanes[heir.to] ?? 1) : 1;
    while (!free(lane)) lane += 1;
    if (heir && lane === lanes[heir.to]) continued.add(heir.to);
    lanes[index] = lane;
    (taken[lane] ??= []).push([since, Math.max(until, index + 0.5)]);
  }
  return lanes;
}

const round = (/** @type {number} */ value) => Math.round(value * 10) / 10;

/**
 * Upright, as on a phone: one row for each piece, its words to the right of every strand that passes.
 * @param {Piece[]} pieces @param {(index: number, room: number) => number} heightOf height of a label in so much room, in px
 * @param {number} width @returns {Picture}
 */
export function upright(pieces, heightOf, width) {
  const pitch = 22;
  const left = 11;
  const gap = 16;
  const strands = strandsOf(pieces);
  const lanes = lanesOf(pieces, strands);
  const crowd = Math.max(1, Math.min(Math.max(0, ...lanes), Math.floor((width - 160) / pitch)));
  const xOf = (/** @type {number} */ index) => left + Math.min(lanes[index] ?? 0, crowd) * pitch;
  const knots = /** @type {Point[]} */ ([]);
  const labels = /** @type {Point[]} */ ([]);
  let y = 0;
  for (const index of pieces.keys()) {
    const passing = strands.filter(({ from, to }) => from <= index && to > index).flatMap(({ from, to }) => [from, to].filter((end) => end === index || (lanes[end] ?? 0) > 0));
    const x = Math.max(xOf(index), ...passing.map(xOf));
    knots.push({ x: xOf(index), y: y + 10 });
    labels.push({ x: x + 18, y });
    y += Math.max(24, heightOf(index, width - x - 18)) + gap;
  }
  const paths = strands.map(({ from, to }) => {
    const [a, b] = [knots[from], knots[to]];
    if (!a || !b) return "";
    if (a.x === b.x) return `M${round(a.x)} ${round(a.y)}V${round(b.y)}`;
    const bend = Math.min(b.y - a.y, 40);
    if (a.x > b.x) return `M${round(a.x)} ${round(a.y)}V${round(b.y - bend)}C${round(a.x)} ${round(b.y - bend / 3)} ${round(b.x)} ${round(b.y - bend / 1.5)} ${round(b.x)} ${round(b.y)}`;
    return `M${round(a.x)} ${round(a.y)}C${round(a.x)} ${round(a.y + bend / 1.5)} ${round(b.x)} ${round(a.y + bend / 3)} ${round(b.x)} ${round(a.y + bend)}V${round(b.y)}`;
  });
  return { knots, labels, strands: paths, width, height: Math.max(0, y - gap) };
}

/**
 * Lying, where there is room and the thread is simple enough to be read along one line; otherwise nothing.
 * @param {Piece[]} pieces @param {(index: number, room: number) => number} heightOf @param {number} width @returns {Picture | null}
 */
export function lying(pieces, heightOf, width) {
  const strands = strandsOf(pieces);
  const trunk = [...trunkOf(pieces, strands)].sort((a, b) => a - b);
  const column = new Map(trunk.map((index, at) => [index, at]));
  /** For each trunk piece, what joins it from beside. @type {number[][]} */
  const joining = trunk.map(() => []);
  for (const index of pieces.keys()) {
    if (column.has(index)) continue;
    const out = strands.filter((strand) => strand.from === index);
    const at = column.get(out[0]?.to ?? -1);
    if (out.length !== 1 || at === undefined || strands.some((strand) => strand.to === index)) return null;
    joining[at]?.push(index);
  }
  const most = Math.max(0, ...joining.map((list) => list.length));
  const lead = joining[0]?.length ? 0.7 : 0;
  const step = (width - 20) / (trunk.length + lead);
  if (trunk.length < 3 || step < 108 || most > 2) return null;

  const room = step - 14;
  // Words beside the trunk may run on over the next column when nothing stands there.
  const wide = (/** @type {number} */ at, /** @type {number} */ order) => ((joining[at + 1]?.length ?? 0) > order ? room : room * 1.6);
  const tall = (/** @type {number} */ order) => Math.max(0, ...joining.map((list, at) => (list[order] === undefined ? 0 : heightOf(list[order], wide(at, order)))));
  // What joins from below rises past the words of the column before.
  const tallest = Math.max(...trunk.map((index, at) => heightOf(index, (joining[at + 1]?.length ?? 0) > 1 ? step * 0.68 : room)));
  const middle = (most > 0 ? tall(0) + 10 + 46 : 0) + 12;
  const under = middle + 16;
  const deep = under + tallest + 6;
  const knots = pieces.map(() => ({ x: 0, y: 0 }));
  const labels = pieces.map(() => ({ x: 0, y: 0 }));
  for (const [index, at] of column) {
    const x = 10 + (at + lead) * step;
    knots[index] = { x, y: middle };
    labels[index] = { x: x - 8, y: under };
    for (const [order, side] of (joining[at] ?? []).entries()) {
      const y = order === 0 ? middle - 46 : deep + 8;
      knots[side] = { x: x - step * 0.62, y };
      labels[side] = { x: x - step * 0.62 - 6, y: order === 0 ? y - 12 - heightOf(side, wide(at, order)) : y + 12 };
    }
  }
  const paths = strands.map(({ from, to }) => {
    const [a, b] = [knots[from], knots[to]];
    if (!a || !b) return "";
    if (a.y === b.y) return `M${round(a.x)} ${round(a.y)}H${round(b.x)}`;
    const half = (b.x - a.x) * (a.y > b.y ? 0.8 : 0.5);
    return `M${round(a.x)} ${round(a.y)}C${round(a.x + half)} ${round(a.y)} ${round(b.x - (b.x - a.x) * 0.4)} ${round(b.y)} ${round(b.x)} ${round(b.y)}`;
  });
  const height = most > 1 ? deep + 20 + tall(1) : under + tallest;
  return { knots, labels, strands: paths, width, height };
}
