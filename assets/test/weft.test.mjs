import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { answer, answers, asked, open, press, settle, the, until } from "./page.mjs";

const vote = (/** @type {number} */ points, pressed = false) => `
  <form class="vote" method="post" action="/ideas/7k3m/votes" data-enhance><input type="hidden" name="idempotency_key" value="k${points}">
    <button id="up" name="weight" value="${pressed ? 0 : 1}" aria-pressed="${pressed}">up</button><span class="points">${points}</span>
    <button name="weight" value="-1">down</button></form>`;
const remark = `<form method="post" action="/ideas/7k3m/remarks"><textarea id="remark" name="body"></textarea><select id="tone"><option>warm</option><option>cool</option></select></form>`;
const start = `${vote(330)}${remark}<details id="more"><summary>More</summary><p>Words</p></details>`;

open(`<a id="inbox" data-morph href="/inbox">3</a><main id="main" tabindex="-1">${start}</main>`);
await import("../js/weft.js");

beforeEach(() => {
  asked.length = answers.length = 0;
  the("main").innerHTML = start;
  the("#announce").textContent = "";
});

test("a vote is sent as the form would send it, submitter included, and says that a script sent it", async () => {
  answers.push(answer(vote(340, true) + remark, { redirected: true }));
  press("#up");
  await settle();
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.method, "POST");
  assert.equal(asked[0]?.url, "http://weft.test/ideas/7k3m/votes");
  assert.equal(String(asked[0]?.body), "idempotency_key=k330&weight=1");
  assert.equal(asked[0]?.headers["X-Weft-Enhanced"], "1");
  assert.equal(asked[0]?.headers.Accept, "text/html");
});

test("the new tally is drawn without losing the focus, the scroll position, open details or half-typed text", async () => {
  const up = the("#up");
  /** @type {HTMLTextAreaElement} */ (the("#remark")).value = "half a thought";
  /** @type {HTMLSelectElement} */ (the("#tone")).value = "cool";
  the("#more").setAttribute("open", "");
  globalThis.scrollY = 420;
  answers.push(answer(`${vote(340, true)}${remark}<details id="more"><summary>More</summary><p>Words</p></details>`, { redirected: true, rest: `<a id="inbox" data-morph href="/inbox">4</a>` }));
  press("#up");
  await settle();
  assert.equal(the(".points").textContent, "340");
  assert.equal(the("#up").getAttribute("aria-pressed"), "true");
  assert.equal(document.activeElement, up);
  assert.equal(globalThis.scrollY, 420);
  assert.equal(/** @type {HTMLTextAreaElement} */ (the("#remark")).value, "half a thought");
  assert.equal(/** @type {HTMLSelectElement} */ (the("#tone")).value, "cool");
  assert.ok(the("#more").hasAttribute("open"));
  assert.equal(the("#inbox").textContent, "4");
  assert.equal(/** @type {HTMLInputElement} */ (the("[name=idempotency_key]")).value, "k340");
});

test("a button that had to be drawn anew still has the focus", async () => {
  the("#up").removeAttribute("id");
  answers.push(answer(`<section><div>${vote(340, true).replace('id="up" ', "")}</div></section>${remark}`, { redirected: true }));
  const old = the(".vote button");
  press(".vote button");
  await settle();
  assert.notEqual(the(".vote button"), old);
  assert.equal(document.activeElement, the(".vote button"));
});

test("a sent remark leaves its own field empty again", async () => {
  the("form:not(.vote)").setAttribute("data-enhance", "");
  const field = /** @type {HTMLTextAreaElement} */ (the("#remark"));
  field.value = "done";
  field.focus();
  answers.push(answer(`${vote(330)}${remark}`, { redirected: true }));
  /** @type {HTMLFormElement} */ (field.form).requestSubmit();
  await settle();
  assert.equal(/** @type {HTMLTextAreaElement} */ (the("#remark")).value, "");
});

test("a refused form comes back with its words, and the focus goes to the summary of errors", async () => {
  the("main").innerHTML = `<form method="post" action="/ideas" data-enhance><input id="title" name="title"><button id="share">Share</button></form>`;
  /** @type {HTMLInputElement} */ (the("#title")).value = "x";
  answers.push(answer(`<form method="post" action="/ideas" data-enhance><div class="errors" id="errors" tabindex="-1">Too short</div><input id="title" name="title" value="x" aria-invalid="true"><button id="share">Share</button></form>`, { status: 422 }));
  const before = history.length;
  press("#share");
  await settle();
  assert.equal(document.activeElement, the("#errors"));
  assert.equal(/** @type {HTMLInputElement} */ (the("#title")).value, "x");
  assert.equal(history.length, before);
});

test("an act that leads to another page changes the address, the title and the focus", async () => {
  answers.push(answer("<h1>The idea</h1>", { redirected: true, url: "http://weft.test/ideas/7k3m", title: "The idea" }));
  press("#up");
  await settle();
  assert.equal(location.pathname, "/ideas/7k3m");
  assert.equal(document.title, "The idea");
  assert.equal(document.activeElement, the("main"));
  await until(() => assert.equal(the("#announce").textContent, "The idea"));
  answers.push(answer(start));
  history.back();
  await until(() => the("#up"));
  assert.equal(location.pathname, "/ideas");
});

test("the result is said in the live region", async () => {
  answers.push(answer(`<p data-announce>Your vote counts:\n 340 points</p>${vote(340, true)}`, { redirected: true }));
  press("#up");
  await settle();
  await until(() => assert.equal(the("#announce").textContent, "Your vote counts: 340 points"));
});

test("without a connection the form stays and the page says so", async () => {
  const field = /** @type {HTMLTextAreaElement} */ (the("#remark"));
  field.value = "half a thought";
  press("#up");
  await settle();
  await until(() => assert.match(the("#announce").textContent ?? "", /No connection/));
  assert.ok(the("#announce").classList.contains("spoken-up"));
  assert.equal(field.value, "half a thought");
  assert.ok(!the(".vote").hasAttribute("aria-busy"));
});

test("a server that cannot answer leaves the form alone", async () => {
  answers.push(answer("<h1>503</h1>", { status: 503 }));
  press("#up");
  await settle();
  assert.equal(the(".points").textContent, "330");
  await until(() => assert.match(the("#announce").textContent ?? "", /Nothing you typed is lost/));
});

test("pressing twice sends once", async () => {
  answers.push(answer(vote(340, true), { redirected: true }), answer(vote(350, true), { redirected: true }));
  press("#up");
  press("#up");
  await settle();
  assert.equal(asked.length, 1);
});

test("an answer that is no page is left to the browser", async () => {
  let sent = 0;
  const form = /** @type {HTMLFormElement} */ (the(".vote"));
  form.requestSubmit = () => { sent += 1; };
  answers.push(answer("{}", { type: "application/json" }));
  press("#up");
  await settle();
  assert.equal(sent, 1);
  assert.ok(!form.hasAttribute("data-enhance"));
});

test("a marked link is followed in place and back brings the list again", async () => {
  the("main").innerHTML = `<a id="newest" href="/ideas?order=newest" data-enhance>Newest</a><ol><li>old</li></ol>`;
  answers.push(answer(`<a id="newest" href="/ideas?order=newest" data-enhance aria-current="page">Newest</a><ol><li>new</li></ol>`, { url: "http://weft.test/ideas?order=newest", title: "Newest" }));
  the("#newest").dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, button: 0 }));
  await settle();
  assert.equal(location.search, "?order=newest");
  assert.equal(the("li").textContent, "new");
  answers.push(answer(start));
  history.back();
  await until(() => the("#up"));
  assert.equal(location.search, "");
});
