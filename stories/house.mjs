// The door of the stories: how one is told, on both engines, with what it needs at hand. See README.md.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launch, open, takeTroubles } from './browser.mjs';
import { Mail } from './mail.mjs';
import { signIn } from './people.mjs';
import { RUNS, Weft, engines } from './weft.mjs';

export { expectAccessible, expectAria, fits } from './looks.mjs';
export { keyboard } from './keyboard.mjs';
export { assert, engines, takeTroubles };

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */
/** @typedef {import('./browser.mjs').Reader} Reader */
/** @typedef {import('./weft.mjs').Engine} Engine */
/** @typedef {import('./weft.mjs').Command} Command */

/**
 * What a story has at hand.
 * @typedef {object} Hand
 * @property {Page} page a visitor's page, at the home page's address but not yet opened
 * @property {(name: string, reader?: Reader) => Promise<Page>} as a page of an invented person, signed in
 * @property {(role: string, reader?: Reader) => Promise<Page>} asRole the same for whoever has a role
 * @property {(reader?: Reader) => Promise<Page>} visitor one more page of somebody who is not signed in
 * @property {Mail} mail what Weft sent
 * @property {(page?: Page) => Api} api the JSON API, as a visitor or with a page's session
 * @property {Weft} weft the server, for its address
 * @property {Engine} engine
 * @property {import('node:test').TestContext} t for `t.diagnostic(…)`
 */

/**
 * How a story is told.
 * @typedef {object} How
 * @property {Command} [start] 'demo' (the invented community, the default) or 'serve' (empty)
 * @property {boolean} [fresh] true: a server that no other story writes to
 * @property {Reader} [reader] settings of `page`
 * @property {number} [within] seconds for the whole story
 * @property {Engine[]} [on] only these engines; say in the story why
 * @property {Record<string, string>} [settings] environment for the server; makes it a fresh one
 * @property {string[][]} [imports] what `weft import` is given before the server starts; makes it a fresh one
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {any} body parsed when it is JSON, else text
 */

/**
 * @typedef {object} Api
 * @property {(path: string) => Promise<Answer>} get
 * @property {(path: string, body?: unknown) => Promise<Answer>} post
 * @property {(path: string, body?: unknown) => Promise<Answer>} put
 * @property {(path: string, body?: unknown) => Promise<Answer>} patch
 * @property {(path: string) => Promise<Answer>} delete
 */

/** @type {Promise<import('playwright-core').Browser> | undefined} */
let browser;
/** @type {Map<string, Promise<House>>} */
const houses = new Map();
/** @typedef {{ weft: Weft, mail: Mail }} House */

after(async () => {
  await (await browser?.catch(() => undefined))?.close();
  const opened = await Promise.allSettled(houses.values());
  for (const house of opened) if (house.status === 'fulfilled') await close(house.value);
});

/**
 * @param {{ engine: Engine, command: Command, settings?: Record<string, string>, imports?: string[][] }} how
 * @returns {Promise<House>}
 */
async function openHouse({ engine, command, settings, imports }) {
  const mail = await Mail.start();
  try {
    return { weft: await Weft.start({ engine, command, smtp: mail.url, settings, imports }), mail };
  } catch (error) {
    await mail.stop();
    throw error;
  }
}

/** @param {House} house */
async function close({ weft, mail }) {
  try {
    await weft.stop();
  } finally {
    await mail.stop();
  }
}

/**
 * Tells a story on every engine. It fails, too, when a page that it opened had trouble it did not ask about (a script
 * error, a missing part, a 5xx); a picture and the source of every open page are then left in target/stories/.
 *
 * @overload
 * @param {string} name the sentence that a person can rely on
 * @param {(hand: Hand) => Promise<void>} tell
 * @returns {void}
 */
/**
 * @overload
 * @param {string} name
 * @param {How} how
 * @param {(hand: Hand) => Promise<void>} tell
 * @returns {void}
 */
/**
 * @param {string} name
 * @param {How | ((hand: Hand) => Promise<void>)} howOrTell
 * @param {(hand: Hand) => Promise<void>} [tellLast]
 */
export function story(name, howOrTell, tellLast) {
  const how = typeof howOrTell === 'function' ? {} : howOrTell;
  const tell = typeof howOrTell === 'function' ? howOrTell : tellLast;
  assert.ok(tell, `the story “${name}” is not told`);
  for (const engine of engines()) {
    if (how.on && !how.on.includes(engine)) continue;
    test(`${name} · ${engine}`, { timeout: (how.within ?? 300) * 1000 }, (t) => run(t, engine, how, tell));
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {Engine} engine
 * @param {How} how
 * @param {(hand: Hand) => Promise<void>} tell
 */
async function run(t, engine, how, tell) {
  const command = how.start ?? 'demo';
  const own = how.fresh || how.settings !== undefined || how.imports !== undefined;
  const key = `${engine} ${command}`;
  if (!own && !houses.has(key)) houses.set(key, openHouse({ engine, command }));
  const house = await (own ? openHouse({ engine, command, settings: how.settings, imports: how.imports }) : houses.get(key));
  assert.ok(house);
  browser ??= launch();
  const chromium = await browser;

  /** @type {Page[]} */
  const pages = [];
  const visitor = async (/** @type {Reader} */ reader = {}) => {
    const page = await open(chromium, house.weft.url, reader);
    pages.push(page);
    return page;
  };
  const signedIn = async (/** @type {import('./people.mjs').Who} */ who, /** @type {Reader} */ reader = {}) => {
    const page = await visitor(reader);
    await signIn(page, who);
    return page;
  };

  try {
    await tell({
      page: await visitor(how.reader),
      as: (name, reader) => signedIn({ name }, reader),
      asRole: (role, reader) => signedIn({ role }, reader),
      visitor,
      mail: house.mail,
      api: (page) => api(house.weft.url, page),
      weft: house.weft,
      engine,
      t,
    });
    assert.ok(house.weft.running, 'the server has ended in the middle of the story');
    const troubles = pages.flatMap((page) => takeTroubles(page));
    assert.equal(troubles.length, 0, `the browser had trouble:\n  ${[...new Set(troubles)].join('\n  ')}`);
  } catch (error) {
    await leavePictures(`${t.name}`, pages);
    throw error;
  } finally {
    await Promise.all(pages.map((page) => page.context().close().catch(() => {})));
    if (own) await close(house);
  }
}

/**
 * @param {string} url
 * @param {Page} [page]
 * @returns {Api}
 */
function api(url, page) {
  const send = async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body) => {
    const cookies = page ? await page.context().cookies(url) : [];
    /** @type {Record<string, string>} */
    const headers = { accept: 'application/json' };
    if (cookies.length > 0) headers.cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(new URL(path, url), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    const json = /^application\/([a-z.-]+\+)?json\b/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: json ? JSON.parse(text) : text };
  };
  return {
    get: (path) => send('GET', path, undefined),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body) => send('PATCH', path, body),
    delete: (path) => send('DELETE', path, undefined),
  };
}

/**
 * @param {string} name
 * @param {Page[]} pages
 */
async function leavePictures(name, pages) {
  const folder = join(RUNS, name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 80));
  mkdirSync(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    if (page.isClosed() || page.url() === 'about:blank') continue;
    const file = join(folder, `page-${index}`);
    try {
      await page.screenshot({ path: `${file}.png`, fullPage: true, timeout: 10_000 });
      writeFileSync(`${file}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
    } catch {
      // A page that is gone cannot be drawn; the story's own error is what counts.
    }
  }
}
