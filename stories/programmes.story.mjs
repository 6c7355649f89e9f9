// Programmes: nothing opens before it is said who works on what from both sides, and what each side gets.

import { assert, expectAccessible, fits, story } from './house.mjs';

/** @typedef {import('playwright-core').Page} Page */

const TITLE = 'Coats that come back';

/** Writes a draft from the template of this name. @param {Page} staff @param {string} title */
async function writeDraft(staff, title) {
  await staff.goto('/programmes');
  await staff.getByRole('link', { name: 'Write a new programme' }).click();
  await staff.getByRole('link', { name: 'Begin with this: Co-creation' }).click();
  await staff.getByLabel('Title').fill(title);
  await staff.getByRole('button', { name: 'Write the draft' }).click();
  await staff.getByRole('heading', { level: 1, name: title }).waitFor();
  return new URL(staff.url()).pathname.split('/').slice(0, 3).join('/');
}

/** Chooses what stands at this place of a list. @param {Page} page @param {string} id @param {number} index */
const choose = (page, id, index) => page.locator(`[id="${id}"]`).selectOption({ index });

/** A day to come, as the field wants it. */
const inHalfAYear = () => new Date(Date.now() + 180 * 86_400_000).toISOString().slice(0, 10);

story('a programme is written from a template, the gate names what is missing, and it opens when both sides are in it', { within: 300 }, async ({ asRole, visitor }) => {
  const staff = await asRole('operator');
  const path = await writeDraft(staff, TITLE);
  const stranger = await visitor();
  await stranger.goto('/programmes');
  assert.equal(await stranger.getByText(TITLE).count(), 0, 'a draft is nobody else’s business');

  await staff.goto(`${path}/open`);
  await staff.getByRole('heading', { name: /things are missing before it can open/ }).waitFor();
  assert.equal(await staff.getByRole('button', { name: 'Open the programme' }).count(), 0);
  await expectAccessible(staff);
  await fits(staff);
  await staff.getByRole('link', { name: 'Fewer than two departments take part.' }).click();
  await staff.getByRole('heading', { level: 1, name: `The charter of “${TITLE}”` }).waitFor();
  await expectAccessible(staff);
  await fits(staff);

  // A row more keeps what was typed, and keeps nothing yet.
  await choose(staff, 'inside-0-who', 1);
  await staff.locator('[id="values-0-measure"]').fill('Coats mended a month');
  await staff.getByRole('button', { name: 'Add a row for our people' }).click();
  await staff.getByText('A row was added. Nothing is kept yet.').first().waitFor();
  assert.equal(await staff.locator('[id="values-0-measure"]').inputValue(), 'Coats mended a month');
  const rows = await staff.locator('select[id^="inside-"][id$="-who"]').count();
  await choose(staff, `inside-${rows - 1}-who`, 2);
  await choose(staff, 'owner', 1);
  await staff.locator('[id="review_on"]').fill('2020-02-30');
});
