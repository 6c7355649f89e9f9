import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, answers, asked, open, the, until } from "./page.mjs";

const window = open(`<main id="main"><p id="live-state" hidden>Paused</p>
  <article data-live-topic="idea:1" data-live="/live?topic=idea:1"><b data-live-field="points">10</b><i data-live-field="remarks">2</i>
    <section data-live-topic="idea:2"><b data-live-field="points">99</b></section></article></main>`);
document.body.dataset.events = "/live?topic=ideas";

/** @type {any[]} */
const streams = [];
Object.assign(globalThis, {
  EventSource: class {
    CLOSED = 2;
    readyState = 0;
    /** @param {string} url */
    constructor(url) { this.url = url; streams.push(this); }
    close() { this.readyState = 2; }
    /** @param {string} name @param {() => void} heard */
    addEventListener(name, heard) { Object.assign(this, { [name]: heard }); }
  },
});
Math.random = () => 0;
let hidden = false;
Object.defineProperty(window.document, "hidden", { get: () => hidden });
const { apply, listen } = await import("../js/live.js");

test("a page opens one stream for all its topics, and keeps it while they stay the same", () => {
  listen();
  assert.equal(streams.length, 1);
  assert.equal(streams[0].url, "http://weft.test/live?topic=idea%3A1&topic=ideas");
});

test("news sets the number itself, in the reader's way of writing numbers, and only where it belongs", () => {
  streams[0].onmessage({ data: JSON.stringify({ topic: "idea:1", fields: { points: 1340 } }) });
  assert.equal(the("article > b").textContent, "1,340");
  assert.equal(the("i").textContent, "2");
  assert.equal(the("section b").textContent, "99");
});

test("what comes as text is never read as markup", () => {
  apply({ topic: "idea:1", fields: { remarks: "<img src=x>" } });
  assert.equal(the("i").textContent, "<img src=x>");
  assert.equal(the("i").children.length, 0);
});

test("unreadable news is skipped", () => {
  streams[0].onmessage({ data: "not json" });
  assert.equal(the("article > b").textContent, "1,340");
});

test("a hidden page listens to nothing and takes up again when it is looked at", () => {
  hidden = true;
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(streams[0].readyState, 2);
  hidden = false;
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(streams.length, 2);
});

test("a restored stream takes the note of a lost one away", () => {
  the("#live-state").removeAttribute("hidden");
  streams[0].onopen();
  assert.ok(the("#live-state").hasAttribute("hidden"));
});

test("whoever may have missed news looks at the page again, once and without a word", async () => {
  asked.length = 0;
  streams.at(-1).onopen();
  streams.at(-1).lagged();
  streams.at(-1).lagged();
  answers.push(answer(`<article data-live-topic="idea:1"><b data-live-field="points">1,350</b></article>`));
  await until(() => assert.equal(the("article > b").textContent, "1,350"));
  assert.deepEqual(asked.map(({ method, url }) => [method, url]), [["GET", "http://weft.test/ideas"]]);
  assert.equal(the("#announce").textContent, "");
});
