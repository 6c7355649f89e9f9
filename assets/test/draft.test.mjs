import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { open, the } from "./page.mjs";

open(`<main id="main"></main>`);
const { keep } = await import("../js/draft.js");

const form = `<form data-draft="idea:new:ines" data-enhance><input type="hidden" name="key" value="k"><input name="title" type="text"><textarea name="body"></textarea><input type="password" name="secret"></form>`;
const put = (/** @type {string} */ html) => {
  the("main").innerHTML = html;
  document.dispatchEvent(new CustomEvent("weft:shown"));
};
const body = () => /** @type {HTMLTextAreaElement} */ (the("textarea"));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  put(form);
});

function type() {
  body().value = "A waxed thread";
  /** @type {HTMLInputElement} */ (the("[name=secret]")).value = "hush";
  keep(/** @type {HTMLFormElement} */ (the("form")));
}

test("half-typed words come back with a note, and secrets are never kept", () => {
  type();
  assert.deepEqual(JSON.parse(localStorage.getItem("weft:draft:idea:new:ines") ?? ""), { body: "A waxed thread" });
  put(form);
  assert.equal(body().value, "A waxed thread");
  assert.ok(the(".kept"));
});

test("discarding empties the field and forgets the words", () => {
  type();
  put(form);
  /** @type {HTMLButtonElement} */ (the(".kept button")).click();
  assert.equal(body().value, "");
  assert.equal(localStorage.length, 0);
  assert.equal(document.querySelector(".kept"), null);
});

test("what was typed before the draft came back is not covered by it", () => {
  type();
  the("main").innerHTML = form;
  body().value = "Newer";
  document.dispatchEvent(new CustomEvent("weft:shown"));
  assert.equal(body().value, "Newer");
});

test("words that the server gave back need no note", () => {
  type();
  put(form.replace("<textarea name=\"body\">", "<textarea name=\"body\">A waxed thread"));
  assert.equal(body().value, "A waxed thread");
  assert.equal(document.querySelector(".kept"), null);
});

test("a sent form is forgotten, a refused one is kept", () => {
  type();
  the("form").dispatchEvent(new CustomEvent("weft:sent", { bubbles: true, detail: { ok: false } }));
  assert.equal(localStorage.length, 1);
  the("form").dispatchEvent(new CustomEvent("weft:sent", { bubbles: true, detail: { ok: true } }));
  assert.equal(localStorage.length, 0);
});

test("a form that the browser itself sent is forgotten when the next page shows no error", () => {
  the("form").removeAttribute("data-enhance");
  type();
  the("form").dispatchEvent(new Event("submit", { bubbles: true }));
  put(`<form data-draft="idea:new:ines"><p class="errors"></p><textarea name="body"></textarea></form>`);
  assert.equal(body().value, "A waxed thread");
  put(form);
  assert.equal(body().value, "");
});

test("two people at one tablet never see each other's words", () => {
  document.body.dataset.reader = "ines";
  put(form);
  type();
  document.body.dataset.reader = "jun";
  put(form);
  assert.equal(body().value, "");
  document.body.dataset.reader = "ines";
  put(form);
  assert.equal(body().value, "A waxed thread");
  delete document.body.dataset.reader;
});

test("the page says in its language that words came back", () => {
  const region = /** @type {HTMLElement} */ (the("#announce"));
  region.dataset.draftKept = "Vos mots sont revenus.";
  type();
  put(form);
  assert.match(the(".kept").textContent ?? "", /Vos mots sont revenus/);
  delete region.dataset.draftKept;
});
