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
  await staff.getByRole('heading', { name: '2 things are missing before it can open' }).waitFor();
  assert.equal(await staff.getByRole('button', { name: 'Open the programme' }).count(), 0);
  await expectAccessible(staff);
  await fits(staff);
  await staff.getByRole('link', { name: 'Nobody of our people is named.' }).click();
  await staff.getByRole('heading', { level: 1, name: `The charter of “${TITLE}”` }).waitFor();
  await expectAccessible(staff);
  await fits(staff);

  // A row more keeps what was typed, and keeps nothing yet.
  await choose(staff, 'inside-0-who', 1);
  await staff.locator('[id="values-0-measure"]').fill('Coats mended a month');
  await staff.getByRole('button', { name: 'Keep the charter' }).first().click();
  await staff.getByRole('link', { name: /^Fewer than two departments take part/ }).click();
  await staff.locator('[id="values-0-measure"]').fill('Coats mended a month, by hand');
  await staff.getByRole('button', { name: 'Add a row for our people' }).click();
  await staff.getByText('A row was added. Nothing is kept yet.').first().waitFor();
  assert.equal(await staff.locator('[id="values-0-measure"]').inputValue(), 'Coats mended a month, by hand');
  const rows = await staff.locator('select[id^="inside-"][id$="-who"]').count();
  await choose(staff, `inside-${rows - 1}-who`, 2);
  await staff.locator('[id="review_on"]').fill('2020-02-29');
  await staff.getByRole('button', { name: 'Keep the charter' }).first().click();

  // What is kept may lack something; the gate says what, until nothing lacks.
  await staff.getByRole('link', { name: 'The day of the review must be to come.' }).click();
  assert.equal(await staff.locator('[id="values-0-measure"]').inputValue(), 'Coats mended a month, by hand');
  await staff.locator('[id="review_on"]').fill(inHalfAYear());
  await staff.getByRole('button', { name: 'Keep the charter' }).first().click();
  await staff.getByText('The charter is complete.').waitFor();
  await expectAccessible(staff);
  await staff.getByRole('button', { name: 'Open the programme' }).click();
  await staff.getByRole('heading', { level: 1, name: TITLE }).waitFor();

  // The plan says from when posts are taken; the first phase is made to begin today.
  await staff.goto(`${path}/phases`);
  await expectAccessible(staff);
  await fits(staff);
  await staff.getByRole('link', { name: 'Change “Proposing”' }).click();
  await staff.getByLabel('Begins').first().fill('2026-01-05T09:00');
  await staff.getByRole('button', { name: 'Keep this phase' }).click();
  await staff.getByText(/from 5 Jan 2026/).first().waitFor();

  // From now on it is everybody's, and takes posts.
  const member = await asRole('member');
  await member.goto('/programmes');
  await member.getByRole('link', { name: TITLE }).first().click();
  await member.getByRole('button', { name: 'Join this programme' }).click();
  await member.getByText('You are in it:').waitFor();
  await expectAccessible(member);
  await fits(member);
  const slug = path.split('/').at(-1) ?? '';
  await member.goto(`/ideas/new?programme=${slug}`);
  await member.getByLabel('Title').fill('A hook for wet coats by the door');
  await member.getByLabel('What you have in mind').fill('So that they dry before anybody looks at their seams.');
  await member.getByRole('checkbox', { name: /These are my own words/ }).check();
  await member.getByRole('button', { name: 'Share this idea' }).click();
  await member.getByRole('heading', { level: 1, name: 'A hook for wet coats by the door' }).waitFor();

  // The version that was opened stays readable.
  await stranger.goto(`${path}/history`);
  await stranger.getByText('Opened').first().waitFor();
  await expectAccessible(stranger);
});

story('without scripts a draft is written, and what cannot be is said at its field with everything typed', { within: 200 }, async ({ asRole }) => {
  const staff = await asRole('operator', { scripts: false });
  await staff.goto('/programmes/new?template=engagement');
  await staff.getByLabel('The question it asks').fill('What do you hear at the counter?');
  await staff.getByLabel('Time zone of its dates').fill('Lisbon');
  await staff.getByRole('button', { name: 'Write the draft' }).click();
  await staff.locator('#errors').waitFor();
  assert.equal(await staff.getByLabel('The question it asks').inputValue(), 'What do you hear at the counter?');
  assert.equal(await staff.locator('[aria-invalid="true"]').count(), 2, 'the title and the zone');
  await staff.getByLabel('Title').fill('Heard at the counter');
  await staff.getByLabel('Time zone of its dates').fill('Europe/Lisbon');
  await staff.getByRole('button', { name: 'Write the draft' }).click();
  await staff.getByRole('heading', { level: 1, name: /Heard at the counter/ }).waitFor();
  await staff.goto(`${new URL(staff.url()).pathname.split('/').slice(0, 3).join('/')}/charter`);
  const rows = await staff.locator('select[id^="outside-"][id$="-who"]').count();
  await staff.getByRole('button', { name: 'Add a row for people from outside' }).click();
  assert.equal(await staff.locator('select[id^="outside-"][id$="-who"]').count(), rows + 1);
});
