// Signing in as one of the people that the demo invents.

import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {{ name: string } | { role: string }} Who */

/**
 * Where the demo lists its invented people. Each has a form there whose button signs in as that person; the form says
 * who and what that is in data-person="NAME" and data-roles="member staff …".
 */
const PEOPLE = '/demo';

/** A text as it may stand in an attribute selector. @param {string} text */
const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * Signs in on a page as the person of a name, or as the first who has a role.
 * @param {Page} page
 * @param {Who} who
 */
export async function signIn(page, who) {
  const answer = await page.goto(PEOPLE);
  assert.equal(answer?.status(), 200, `${PEOPLE} answers ${answer?.status()}: only the demo has invented people`);
  const which = 'name' in who ? `[data-person=${quoted(who.name)}]` : `[data-roles~=${quoted(who.role)}]`;
  const form = page.locator(`form${which}`).first();
  if ((await form.count()) === 0) {
    const names = await page
      .locator('form[data-person]')
      .evaluateAll((forms) => forms.map((one) => `${one.dataset.person} (${one.dataset.roles ?? 'no roles'})`));
    const asked = 'name' in who ? who.name : `anybody who is ${who.role}`;
    assert.fail(`${PEOPLE} does not offer ${asked}; it offers: ${names.join(', ') || 'nobody'}`);
  }
  await form.locator('button').first().click();
  await page.waitForURL((url) => url.pathname !== PEOPLE);
}
