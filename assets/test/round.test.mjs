import assert from "node:assert/strict";
import { test } from "node:test";
import { answer, answers, asked, open, the, until } from "./page.mjs";

open(`<main id="main"><span id="state" data-look-again data-live-field="state">open</span>
  <form id="credits" data-sums="square"><ol>
    <li><input class="votes" value="3"><b data-price></b><i data-next></i></li>
    <li><input class="votes" value="-1"><b data-price></b><i data-next></i></li></ol>
    <p class="sum"><output data-sum data-most="12"></output></p></form>
  <form id="money" data-sums="plain" data-scale="2"><ol>
    <li><input type="checkbox" data-cost="120050" checked></li><li><input type="checkbox" data-cost="40000"></li></ol>
    <p class="sum"><output data-sum data-currency="EUR"></output></p></form></main>`, "http://weft.test/rounds/1");
const { nextPrice, priceOf, votesIn } = await import("../js/round.js");

/** @param {HTMLInputElement} field @param {string} value */
function type(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

test("quadratic votes cost their square, and the next one says its price", () => {
  assert.deepEqual([0, 1, 2, -3].map((votes) => priceOf("square", votes)), [0, 1, 4, 9]);
  assert.deepEqual([0, 1, 2, -3].map((votes) => nextPrice("square", votes)), [1, 3, 5, 7]);
  assert.deepEqual([0, 1, -2].map((votes) => nextPrice("line", votes)), [1, 1, 1]);
});

test("what is no whole number of votes is none", () => {
  assert.deepEqual(["2", " -3 ", "", "1.5", "ten", "1e3", "99999999"].map(votesIn), [2, -3, 0, 0, 0, 0, 0]);
});

test("a ballot says what is spent as it is typed, and when that is too much", () => {
  assert.equal(the("#credits [data-sum]").textContent, "10");
  assert.equal(the("#credits .sum").hasAttribute("data-over"), false);
  type(the("#credits li:last-child input", HTMLInputElement), "-2");
  assert.equal(the("#credits [data-sum]").textContent, "13");
  assert.equal(the("#credits .sum").hasAttribute("data-over"), true);
  assert.equal(the("#credits li:last-child [data-price]").textContent, "4");
  assert.equal(the("#credits li:last-child [data-next]").textContent, "5");
});

test("what is marked as worth its money is added up in the reader's way of writing money", () => {
  assert.equal(the("#money [data-sum]").textContent, "1,200.50 EUR");
  const dear = the("#money li:last-child input", HTMLInputElement);
  dear.checked = true;
  dear.dispatchEvent(new Event("change", { bubbles: true }));
  assert.equal(the("#money [data-sum]").textContent, "1,600.50 EUR");
});

test("when live news says that the round moved on, the page is looked at once more", async () => {
  answers.push(answer(`<span id="state" data-look-again data-live-field="state">closed</span><p>The result</p>`, { url: "http://weft.test/rounds/1" }));
  const before = asked.length;
  the("#state").textContent = "closed";
  await until(() => assert.equal(document.querySelector("main p")?.textContent, "The result"));
  assert.equal(asked.length, before + 1);
});
