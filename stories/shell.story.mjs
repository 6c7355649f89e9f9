// What holds for every page, whatever room it belongs to: whoever follows links from the home page comes to pages that
// answer, are accessible in light and dark, fit a phone, have one heading of the first rank and load without trouble.

import { crawl } from './crawl.mjs';
import { assert, expectAccessible, fits, story, takeTroubles } from './house.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./crawl.mjs').Found} Found */

const DEPTH = 4;
const PAGES = 90;
/** What a page may weigh as it travels, without its pictures, in bytes. */
const BUDGET = 60 * 1024;

/**
 * The pages of Weft that a page links to, as paths. What is downloaded, and what leaves Weft, is not a page.
 * @param {Page} page
 */
function linksOf(page) {
  return page.locator('a[href]:not([download])').evaluateAll((links) =>
    links
      .map((link) => new URL(/** @type {HTMLAnchorElement} */ (link).href))
      .filter((to) => to.origin === location.origin && !to.pathname.startsWith('/api/'))
      .map((to) => to.pathname + to.search),
  );
}

/**
 * Opens an address as a reader would.
 * @param {Page} page
 * @param {Found} found
 * @returns {Promise<boolean>} whether it is a page, not a file
 */
async function openPage(page, { path, from }) {
  const told = `${path} (linked from ${from || 'nowhere'})`;
  /** @type {import('playwright-core').Response | null} */
  let answer;
  try {
    answer = await page.goto(path, { waitUntil: 'load' });
  } catch (error) {
    // A file that the browser would save: it must be there all the same.
    if (!/Download is starting|ERR_ABORTED/.test(String(error))) throw error;
    const file = await page.request.get(path);
    assert.equal(file.status(), 200, `${told} answers ${file.status()}`);
    return false;
  }
  assert.equal(answer?.status(), 200, `${told} answers ${answer?.status()}`);
  return /^text\/html\b/.test((await answer?.headerValue('content-type')) ?? '');
}

/**
 * What the page and all that it fetched weigh as they travelled, the heaviest part first. Left out is what its content
 * brings with it: pictures, and the font for letters that only some names have. What came out of the browser's store
 * counts as if it had come again: everybody comes for the first time once.
 * @param {Page} page
 * @returns {Promise<[number, string][]>}
 */
function weightsOf(page) {
  return page.evaluate(() => {
    const parts = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const counted = /** @type {PerformanceResourceTiming[]} */ (parts).filter(({ initiatorType }) => initiatorType !== 'img');
    // What is fetched ahead and then used is told twice, and travels once.
    const each = new Map(counted.map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize]));
    return [...each].filter(([name]) => !name.endsWith('-ext.woff2')).map(([name, size]) => /** @type {[number, string]} */ ([size, name])).sort(([a], [b]) => b - a);
  });
}

/**
 * Everything that must hold for a page, and the faults it has.
 * @param {Page} page
 * @param {Found} found
 */
async function faultsOf(page, found) {
  /** @type {string[]} */
  const faults = [];
  const look = async (/** @type {() => Promise<void>} */ check) => {
    try {
      await check();
    } catch (error) {
      faults.push(`${found.path}: ${/** @type {Error} */ (error).message}`);
    }
  };
  await look(async () => {
    const headings = await page.locator('h1').allTextContents();
    assert.equal(headings.length, 1, `has ${headings.length} h1: ${headings.join(' | ')}`);
    assert.notEqual(headings[0].trim(), '', 'has an empty h1');
  });
  await look(async () => {
    assert.notEqual((await page.title()).trim(), '', 'has no title');
    assert.match((await page.locator('html').getAttribute('lang')) ?? '', /^[a-z]{2}/, 'does not say its language');
  });
  await look(async () => {
    const weights = await weightsOf(page);
    const sum = weights.reduce((all, [weight]) => all + weight, 0);
    assert.ok(weights.some(([weight, name]) => name.endsWith('.css') && weight > 0), 'the weight of its style could not be told');
    assert.ok(sum < BUDGET, `weighs ${sum} bytes, more than ${BUDGET}: ${weights.slice(0, 8).map((one) => one.join(' ')).join(', ')}`);
  });
  await look(() => expectAccessible(page));
  await look(() => fits(page, [320]));
  const troubles = takeTroubles(page);
  if (troubles.length > 0) faults.push(`${found.path}: the browser had trouble:\n  ${troubles.join('\n  ')}`);
  return faults;
}

/**
 * Walks the house as one reader.
 * @param {Page} page
 * @param {import('node:test').TestContext} t
 */
async function walk(page, t) {
  /** @type {string[]} */
  const faults = [];
  const { visited, left } = await crawl(
    async (found) => {
      try {
        if (!(await openPage(page, found))) return [];
      } catch (error) {
        faults.push(`${/** @type {Error} */ (error).message}`);
        takeTroubles(page);
        return [];
      }
      const links = await linksOf(page);
      faults.push(...(await faultsOf(page, found)));
      return links;
    },
    { depth: DEPTH, pages: PAGES },
  );
  t.diagnostic(`${visited.length} pages: ${visited.map(({ path }) => path).join(' ')}`);
  if (left.length > 0) t.diagnostic(`not looked at: ${left.map(({ path }) => path).join(' ')}`);
  assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`);
}

const within = 600;

story('every page that a visitor comes to is in order', { within }, async ({ page, t }) => walk(page, t));

for (const [who, role] of [
  ['a member', 'member'],
  ['a member of staff', 'staff'],
  ['a partner', 'partner'],
  ['an operator', 'operator'],
]) {
  story(`every page that ${who} comes to is in order`, { within }, async ({ asRole, t }) => walk(await asRole(role), t));
}

story('without scripts a visitor finds the same pages', { within }, async ({ page, visitor, t }) => {
  /** @type {Record<string, string[]>} */
  const kinds = {};
  for (const [reader, at] of Object.entries({ scripted: page, plain: await visitor({ scripts: false }) })) {
    const { visited } = await crawl(async (found) => ((await openPage(at, found)) ? linksOf(at) : []), {
      depth: 2,
      pages: PAGES,
    });
    kinds[reader] = visited.map(({ path }) => path).sort();
  }
  t.diagnostic(`${kinds.plain.length} pages`);
  assert.deepEqual(kinds.plain, kinds.scripted);
});

story('how things count says every rule in words, with the figure that holds', async ({ page, visitor }) => {
  for (const reader of [page, await visitor({ locale: 'fr' })]) {
    await reader.goto('/how-it-counts');
    const said = await reader.getByRole('main').innerText();
    assert.doesNotMatch(said, /[{}$]/, 'a figure is missing');
    assert.equal(await reader.locator('main code').count(), 0, 'something is called by its name in the code');
    assert.match(said, /10 points/);
  }
});

story('the operator sets a figure, and the rule says it', async ({ as, page }) => {
  const noor = await as('Noor Haddad');
  await noor.goto('/me');
  await noor.getByRole('link', { name: 'What the rules are set to' }).click();
  const days = noor.getByLabel('Days in which supporters may keep their vote out of a merge');
  await days.fill('many');
  await days.press('Enter');
  await noor.getByRole('main').getByText('0').first().waitFor();
  await noor.locator('[aria-invalid="true"]').waitFor();
  assert.equal(await days.inputValue(), 'many', 'nothing typed is lost');
  await days.fill('9');
  await days.press('Enter');
  await noor.getByText('Set. It holds from now on.').first().waitFor();
  await expectAccessible(noor);
  await fits(noor);
  await page.goto('/how-it-counts');
  await page.getByRole('row', { name: /keep their vote out of a merge 9 7/ }).waitFor();
  // The words that it is set stand there already; that the default holds is what changes.
  await noor.getByRole('button', { name: /^Back to the default/ }).click();
  await noor.waitForFunction((field) => field instanceof HTMLInputElement && field.value === '7', await days.elementHandle());
});

story('the first page tells the latest story with its thread, and says “because of you” to whom it is true', async ({ page, as }) => {
  await page.goto('/');
  const told = page.getByRole('region', { name: 'Two buttons and a needle, in the seam' });
  await told.getByRole('img').waitFor();
  await told.getByRole('link', { name: 'A button came off in Porto, and I was charged for another' }).waitFor();
  assert.equal(await page.getByText('What changed because of you').count(), 0);
  const ilse = await as('Ilse Meyer');
  await ilse.goto('/');
  await ilse.getByRole('region', { name: 'What changed because of you' }).getByRole('link', { name: /Two buttons/ }).waitFor();
});
