// Puts the one shell (shell.html) around every pattern, so that a change to it is made once: `npm run patterns`.
// A pattern keeps its own <title>, <main> and, on <html>, data-room (which navigation entry is current) and data-events.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = new URL("./", import.meta.url);
const shell = readFileSync(new URL("shell.html", folder), "utf8");

/** @param {string} page @param {RegExp} pattern @returns {string} */
const part = (page, pattern) => page.match(pattern)?.[1] ?? "";

/** @param {string} page */
export function dressed(page) {
  const room = part(page, /<html[^>]* data-room="([^"]*)"/);
  const events = part(page, /<html[^>]* data-events="([^"]*)"/) || part(page, /<body data-events="([^"]*)"/);
  const main = part(page, /(<main[\s\S]*<\/main>)/);
  let html = shell
    .replace("{{title}}", () => part(page, /<title>([^<]*)<\/title>/))
    .replace("{{room}}", () => room)
    .replace("{{events}}", () => (events ? ` data-events="${events}"` : ""))
    .replace("{{main}}", () => main);
  if (room) html = html.replace(`data-nav="${room}"`, `data-nav="${room}" aria-current="page"`);
  return html.replace(/ data-nav="[^"]*"/g, "");
}

if (process.argv[1]?.endsWith("shell.mjs")) {
  for (const name of readdirSync(folder).filter((name) => name.endsWith(".html") && name !== "shell.html")) {
    const file = new URL(name, folder);
    writeFileSync(file, dressed(readFileSync(file, "utf8")));
  }
}
