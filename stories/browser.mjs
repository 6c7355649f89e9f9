// The browser of the stories: Debian's Chromium, cut off from every host but this machine, and watched for trouble.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {import('playwright-core').BrowserContext} BrowserContext */

/**
 * What kind of reader opens a page.
 * @typedef {object} Reader
 * @property {boolean} [scripts] false: without JavaScript
 * @property {number} [width] of the window, in CSS pixels
 * @property {'light' | 'dark'} [scheme]
 * @property {string} [locale] such as 'ja' or 'fr-FR'
 * @property {string} [timezone] such as 'Asia/Tokyo'
 * @property {boolean} [touch] true: a touch screen
 */

export const HEIGHT = 900;
const WIDTH = 1280;

/** How long an action or a navigation may take, in milliseconds: a debug build on a busy machine is slow, not stuck. */
const PATIENCE = 20_000;

export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) {
    throw new Error(`${executablePath} is not there: run “make setup”, or name the browser in CHROMIUM`);
  }
  return chromium.launch({
    executablePath,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** Contexts without JavaScript. @type {WeakSet<BrowserContext>} */
const plain = new WeakSet();

/** What went wrong in each context, in the words of the browser. @type {WeakMap<BrowserContext, string[]>} */
const troubles = new WeakMap();

/** Kinds of request that a page makes by itself; for these a 4xx is the page's own mistake. */
const PARTS = new Set(['stylesheet', 'script', 'image', 'font', 'media', 'manifest']);

/**
 * A page in a context of its own: own cookies, own settings.
 * @param {Browser} browser
 * @param {string} url where relative addresses start
 * @param {Reader} [reader]
 * @returns {Promise<Page>}
 */
export async function open(browser, url, reader = {}) {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: reader.width ?? WIDTH, height: HEIGHT },
    javaScriptEnabled: reader.scripts ?? true,
    colorScheme: reader.scheme ?? 'light',
    locale: reader.locale ?? 'en-GB',
    timezoneId: reader.timezone ?? 'Europe/London',
    hasTouch: reader.touch ?? false,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  context.setDefaultTimeout(PATIENCE);
  context.setDefaultNavigationTimeout(PATIENCE);
  if (reader.scripts === false) plain.add(context);
  watch(context);
  return context.newPage();
}

/**
 * Whether scripts run in a page. Where they do not, what the harness itself puts into the page must not wait for a
 * promise either: none is ever kept there.
 * @param {Page} page
 */
export function scripted(page) {
  return !plain.has(page.context());
}

/**
 * Notes what a person would not see but an author must know. A refused form (422) or a missing page (404) that a story
 * asks for is no trouble; a part of a page that is missing, a script error or a failing server always is.
 * @param {BrowserContext} context
 */
function watch(context) {
  /** @type {string[]} */
  const found = [];
  troubles.set(context, found);
  const path = (/** @type {string} */ url) => url.replace(/^https?:\/\/127\.0\.0\.1:\d+/, '');
  context.on('weberror', (error) => found.push(`script error: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (message.type() !== 'error') return;
    // Answers are judged below, where their status and kind are known.
    if (message.text().startsWith('Failed to load resource')) return;
    found.push(`console error on ${path(message.page()?.url() ?? '')}: ${message.text()}`);
  });
  context.on('response', (response) => {
    const status = response.status();
    const kind = response.request().resourceType();
    if (status >= 500 || (status >= 400 && PARTS.has(kind))) {
      found.push(`${status} for ${kind} ${path(response.url())}`);
    }
  });
  context.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'unknown';
    // Leaving a page ends what it was still loading, and its live stream.
    if (why !== 'net::ERR_ABORTED') found.push(`request failed (${why}): ${path(request.url())}`);
  });
}

/**
 * The trouble in a page's context so far, which is forgotten by asking.
 * @param {Page} page
 */
export function takeTroubles(page) {
  return troubles.get(page.context())?.splice(0) ?? [];
}
