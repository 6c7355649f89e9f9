// What must hold for every page, whoever reads it and on whatever screen: accessible, fitting, and said the same way.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import axe from 'axe-core';
import { HEIGHT, scripted } from './browser.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The rules whose answer depends on the colour scheme; all others are asked once. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const SNAPSHOTS = join(import.meta.dirname, 'aria');

/**
 * Lets transitions and animations run out, so that no colour is measured on its way.
 * @param {Page} page
 */
async function settle(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((one) => one.finished.catch(() => {})));
  });
}

/**
 * What axe has against a page, one line for each element.
 * @param {Page} page
 * @param {'all' | 'colours'} rules
 * @param {string[]} except CSS selectors
 */
async function findings(page, rules, except) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const runOnly =
    rules === 'all'
      ? { type: /** @type {const} */ ('tag'), values: WCAG_22_AA }
      : { type: /** @type {const} */ ('rule'), values: COLOUR_RULES };
  const result = await page.evaluate(
    ({ runOnly, except }) =>
      /** @type {{ axe: typeof import('axe-core') }} */ (/** @type {unknown} */ (window)).axe.run(
        except.length > 0 ? { exclude: except.map((selector) => [selector]) } : document,
        { runOnly, resultTypes: ['violations'] },
      ),
    { runOnly, except },
  );
  return result.violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
      return `${rule.id} (${rule.help})\n      ${node.html.slice(0, 200)}\n      ${why}`;
    }),
  );
}

/**
 * Refuses a page that axe finds fault with under WCAG 2.2 AA, in light and in dark. Axe is a script: it cannot judge a
 * page of a reader without scripts, so open the same address with them.
 * @param {Page} page
 * @param {{ schemes?: ('light' | 'dark')[], except?: string[] }} [how] `except`: selectors of parts that are not ours
 */
export async function expectAccessible(page, { schemes = ['light', 'dark'], except = [] } = {}) {
  assert.ok(scripted(page), 'axe needs a page with scripts');
  /** @type {string[]} */
  const faults = [];
  for (const [index, scheme] of schemes.entries()) {
    await page.emulateMedia({ colorScheme: scheme });
    await settle(page);
    for (const fault of await findings(page, index === 0 ? 'all' : 'colours', except)) {
      faults.push(`  ${scheme}: ${fault}`);
    }
  }
  await page.emulateMedia({ colorScheme: schemes[0] });
  assert.equal(faults.length, 0, `not accessible: ${new URL(page.url()).pathname}\n${faults.join('\n')}`);
}

/**
 * Refuses a page that must be scrolled sideways, on a phone, a store tablet or a desk.
 * @param {Page} page
 * @param {number[]} [widths] in CSS pixels
 */
export async function fits(page, widths = [320, 768, 1280]) {
  const before = page.viewportSize();
  /** @type {string[]} */
  const faults = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: HEIGHT });
    const tooWide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      const needed = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
      if (needed <= room) return null;
      const clipped = (/** @type {Element} */ element) => {
        for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
          if (getComputedStyle(at).overflowX !== 'visible') return true;
        }
        return false;
      };
      const name = (/** @type {Element} */ element) =>
        element.outerHTML.slice(0, element.outerHTML.indexOf('>') + 1).slice(0, 120);
      const culprits = [...document.body.querySelectorAll('*')]
        .filter((element) => element.getBoundingClientRect().right > room + 0.5 && !clipped(element))
        .slice(0, 4)
        .map((element) => `      ${name(element)} ends at ${Math.round(element.getBoundingClientRect().right)}`);
      return [`needs ${needed}`, ...culprits].join('\n');
    });
    if (tooWide) faults.push(`  at ${width}: ${tooWide}`);
  }
  if (before) await page.setViewportSize(before);
  assert.equal(faults.length, 0, `scrolls sideways: ${new URL(page.url()).pathname}\n${faults.join('\n')}`);
}

/**
 * Compares what assistive technology is told of a part of a page with stories/aria/NAME.yml. Ids count as equal, and so
 * does what `blur` names (times, counts that move). UPDATE=1 writes the file instead.
 * @param {Locator} part
 * @param {string} name such as 'ideas/list'
 * @param {{ blur?: [RegExp, string][] }} [how]
 */
export async function expectAria(part, name, { blur = [] } = {}) {
  let told = `${await part.ariaSnapshot()}\n`;
  /** @type {[RegExp, string][]} */
  const blurred = [[ID_IN_ADDRESS, '/:id'], ...blur];
  for (const [pattern, words] of blurred) {
    told = told.replaceAll(new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`), words);
  }
  const file = join(SNAPSHOTS, `${name}.yml`);
  if (process.env.UPDATE) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, told);
    return;
  }
  assert.ok(existsSync(file), `stories/aria/${name}.yml is not there: write it with UPDATE=1, read it, commit it`);
  assert.equal(told, readFileSync(file, 'utf8'), `stories/aria/${name}.yml says otherwise (UPDATE=1 writes it anew)`);
}

/** An id of Weft in an address: 63 bits as thirteen characters of Crockford's base 32, the first of them a digit. */
export const ID_IN_ADDRESS = /\/[0-7][0-9a-hjkmnp-tv-z]{12}(?![0-9a-z])/gi;
