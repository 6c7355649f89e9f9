// The pattern book and the style sheets are each other's promise.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
// @ts-expect-error it comes without types
import { JSDOM } from "jsdom";
import { dressed } from "../patterns/shell.mjs";

const folder = new URL("../patterns/", import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith(".html") && name !== "shell.html").map((name) => {
  const html = readFileSync(new URL(name, folder), "utf8");
  return { name, html, document: /** @type {Document} */ (new JSDOM(html).window.document) };
});
const sheets = ["tokens", "base", "shell", "parts", "forms", "talk", "sheets", "rooms/ideas", "rooms/rounds"].map((name) => readFileSync(new URL(`../css/${name}.css`, import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, ""));
const named = new Set(sheets.flatMap((sheet) => [...sheet.matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name)));

/** Names that scripts give, and the ends of file names. */
const given = new Set(["thread", "strand", "knot", "curved", "here", "spoken-up", "woff2", "svg"]);

test("no pattern needs what the policy forbids", () => {
  for (const { name, document } of pages) {
    assert.equal(document.querySelectorAll("[style], style, script:not([src])").length, 0, name);
    for (const element of document.querySelectorAll("*")) for (const { name: attribute } of element.attributes) assert.doesNotMatch(attribute, /^on/, name);
  }
});

test("every pattern stands in the one shell", () => {
  for (const { name, html } of pages) assert.equal(html, dressed(html), `${name}: run npm run patterns`);
});

test("every class a pattern uses is one the sheets know", () => {
  for (const { name, document } of pages) for (const element of document.querySelectorAll("[class]")) for (const used of element.classList) assert.ok(named.has(used), `${name}: .${used}`);
});

test("every class the sheets know is shown in a pattern", () => {
  const used = new Set(pages.flatMap(({ document }) => [...document.querySelectorAll("[class]")].flatMap((element) => [...element.classList])));
  for (const name of named) assert.ok(used.has(name ?? "") || given.has(name ?? ""), `.${name} is shown nowhere`);
});

test("each page has one heading of the first level, and what a label or description points at is there", () => {
  for (const { name, document } of pages) {
    assert.equal(document.querySelectorAll("h1").length, 1, name);
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    assert.equal(new Set(ids).size, ids.length, `${name}: an id is used twice`);
    for (const attribute of ["for", "aria-describedby", "aria-labelledby"]) {
      for (const element of document.querySelectorAll(`[${attribute}]`)) for (const id of (element.getAttribute(attribute) ?? "").split(" ")) assert.ok(document.getElementById(id), `${name}: ${attribute}="${id}"`);
    }
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) assert.ok(/** @type {HTMLInputElement} */ (field).labels?.length, `${name}: #${field.id} has no label`);
  }
});
