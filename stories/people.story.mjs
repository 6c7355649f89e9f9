// Accounts: making one by a letter, coming in again, seeing where one is signed in, and leaving.

import { assert, expectAccessible, fits, story } from './house.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./mail.mjs').Mail} Mail */

/** The path of the link in the newest letter. @param {Mail} mail @param {string} to */
async function linkTo(mail, to) {
  const letter = await mail.last(to);
  const link = letter.links.find((one) => one.includes('/enter/'));
  assert.ok(link, `no link in: ${letter.text}`);
  return new URL(link).pathname;
}

/** Makes an account and is signed in. @param {Page} page @param {Mail} mail @param {string} name @param {string} email */
async function register(page, mail, name, email) {
  await page.goto('/register');
  await page.getByLabel('What should we call you?').fill(name);
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Look into your mail' }).waitFor();
  await page.goto(await linkTo(mail, email));
  await page.getByText(name, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Make my account and sign in' }).click();
  await page.getByRole('link', { name: 'Inbox' }).waitFor();
}

story('an account is made by a letter and needs no password', { start: 'serve' }, async ({ page, mail }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Make an account' }).click();
  await expectAccessible(page);
  await fits(page);
  await register(page, mail, 'Ada Byron', 'ada@example.org');
  await page.goto('/me');
  await page.getByRole('heading', { level: 1, name: 'Ada Byron' }).waitFor();
  await expectAccessible(page);
  await fits(page);
});

story('a link from a letter works once', { start: 'serve' }, async ({ page, visitor, mail }) => {
  await register(page, mail, 'Mary Clark', 'mary@example.org');
  const used = await linkTo(mail, 'mary@example.org');
  const thief = await visitor();
  const answer = await thief.goto(used);
  assert.ok([404, 410].includes(answer?.status() ?? 0), `${answer?.status()}`);
  assert.equal(await thief.getByRole('button', { name: /sign in/i }).count(), 0);
});

story('somebody sees where they are signed in and ends what is elsewhere', { start: 'serve' }, async ({ page, visitor, mail }) => {
  const email = 'grace@example.org';
  await register(page, mail, 'Grace Murray', email);
  const elsewhere = await visitor();
  mail.clear();
  await elsewhere.goto('/sign-in');
  await elsewhere.getByLabel('E-mail').fill(email);
  await elsewhere.getByRole('button', { name: 'Send me a link instead' }).click();
  await elsewhere.getByRole('heading', { level: 1, name: 'Look into your mail' }).waitFor();
  await elsewhere.goto(await linkTo(mail, email));
  await elsewhere.getByText('This signs you in as Grace Murray.').waitFor();
  await elsewhere.getByRole('button', { name: 'Sign in' }).click();
  await elsewhere.getByRole('link', { name: 'Inbox' }).waitFor();

  await page.goto('/me/sessions');
  await page.getByText('this one').waitFor();
  assert.equal(await page.locator('ul.letters > li').count(), 2);
  await expectAccessible(page);
  await fits(page);
  await page.getByRole('button', { name: 'End the other session' }).click();
  await page.getByRole('button', { name: 'End the other session' }).waitFor({ state: 'detached' });
  assert.equal(await page.locator('ul.letters > li').count(), 1);

  await elsewhere.goto('/');
  assert.equal(await elsewhere.getByRole('link', { name: 'Inbox' }).count(), 0, 'signed out there');
  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  await page.goto('/me/sessions');
  assert.equal(await page.locator('ul.letters > li').count(), 0);
});

story('an address that nobody registered is answered like any other', { start: 'serve' }, async ({ page, mail }) => {
  const nobody = 'nobody@example.org';
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(nobody);
  await page.getByRole('button', { name: 'Send me a link instead' }).click();
  await page.getByRole('heading', { level: 1, name: 'Look into your mail' }).waitFor();
  const letter = await mail.last(nobody);
  assert.equal(letter.links.filter((link) => link.includes('/enter/')).length, 0, 'there is nothing to enter');
});

story('without scripts an account is made, and what was refused keeps what was typed', { start: 'serve' }, async ({ visitor, mail }) => {
  const page = await visitor({ scripts: false });
  await page.goto('/register');
  // The browser would stop this before the server sees it.
  await page.locator('form.form').first().evaluate((form) => form.setAttribute('novalidate', ''));
  await page.getByLabel('What should we call you?').fill('Edith');
  await page.getByLabel('E-mail').fill('no address');
  await page.getByRole('button', { name: 'Make my account' }).click();
  assert.equal(await page.getByLabel('What should we call you?').inputValue(), 'Edith');
  assert.equal(await page.getByLabel('E-mail').inputValue(), 'no address');
  assert.equal(await page.getByLabel('E-mail').getAttribute('aria-invalid'), 'true');
  await register(page, mail, 'Edith Clarke', 'edith@example.org');
});
