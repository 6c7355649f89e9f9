import assert from "node:assert/strict";
import { test } from "node:test";
import { lanesOf, lying, strandsOf, trunkOf, upright } from "../js/thread-layout.js";

/** @param {string} id @param {string} [from] @param {object} [more] @returns {import("../js/thread-layout.js").Piece} */
const piece = (id, from = "", more = {}) => ({ id, from: from.split(" ").filter(Boolean).map((edge) => ({ id: edge.split(":")[0] ?? "", how: edge.split(":")[1] ?? "" })), ...more });
const button = [
  piece("remark"), piece("answer", "remark:answers"), piece("two"), piece("three"),
  piece("idea", "answer:heard_as two:merged_into three:merged_into", { here: true }), piece("brief", "idea:adopted_as"), piece("coat", "brief:offered_as", { open: true }),
];
const tall = () => 40;

/** A repeatable stream of numbers (a linear congruential generator, constants of Numerical Recipes). @param {number} seed */
const dice = (seed) => (/** @type {number} */ sides) => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return Math.floor((seed / 2 ** 32) * sides);
};

/** @param {number} seed */
function tangle(seed) {
  const throwDice = dice(seed);
  const hows = ["answers", "heard_as", "merged_into", "built_on", "adopted_as", ""];
  return Array.from({ length: 1 + throwDice(24) }, (_, index) => piece(`p${index}`, Array.from({ length: throwDice(4) }, () => `p${throwDice(26)}:${hows[throwDice(hows.length)]}`).join(" "), { here: throwDice(9) === 0 }));
}

test("the trunk of the lost button runs from the remark to the coat, and merged ideas stand beside it", () => {
  const strands = strandsOf(button);
  assert.deepEqual([...trunkOf(button, strands)].sort(), [0, 1, 4, 5, 6]);
  assert.deepEqual(lanesOf(button, strands), [0, 0, 2, 1, 0, 0, 0]);
});

test("the same list always gives the same picture", () => {
  for (let seed = 1; seed <= 200; seed += 1) assert.deepEqual(upright(tangle(seed), tall, 320), upright(tangle(seed), tall, 320));
});

test("every picture is finite, inside its width, and no two knots lie on each other", () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const pieces = tangle(seed);
    for (const width of [240, 320, 760, 1200]) {
      for (const picture of [upright(pieces, tall, width), lying(pieces, tall, width)]) {
        if (!picture) continue;
        assert.equal(picture.knots.length, pieces.length);
        for (const { x, y } of [...picture.knots, ...picture.labels]) assert.ok(x >= 0 && x <= width && y >= 0 && y <= picture.height + 20, `seed ${seed}: ${x},${y} in ${width}×${picture.height}`);
        for (const path of picture.strands) assert.doesNotMatch(path, /NaN|Infinity|undefined/);
        assert.equal(new Set(picture.knots.map(({ x, y }) => `${x},${y}`)).size, pieces.length, `seed ${seed}`);
      }
    }
  }
});

test("strands that share a lane beside the trunk never overlap", () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const pieces = tangle(seed);
    const strands = strandsOf(pieces);
    const lanes = lanesOf(pieces, strands);
    const busy = pieces.map((_, index) => ({ lane: lanes[index], from: index, to: Math.max(index, ...strands.filter((strand) => strand.from === index).map((strand) => strand.to)) })).filter(({ lane }) => lane);
    for (const one of busy) for (const other of busy) if (one !== other && one.lane === other.lane) assert.ok(one.to <= other.from || other.to <= one.from, `seed ${seed}`);
  }
});

test("a list that contradicts itself loses the edge, not the picture", () => {
  const odd = [piece("a", "a:answers b:answers zzz:answers"), piece("b", "a:heard_as a:merged_into")];
  assert.deepEqual(strandsOf(odd), [{ from: 0, to: 1, side: false }]);
  assert.deepEqual(upright([], tall, 320), { knots: [], labels: [], strands: [], width: 320, height: 0 });
});

test("where there is room the thread lies, on a phone it stands", () => {
  assert.ok(lying(button, tall, 800));
  assert.equal(lying(button, tall, 320), null);
});
