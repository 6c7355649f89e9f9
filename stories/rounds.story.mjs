// Rounds: a group decides by a rule that was fixed beforehand, and anybody can count again.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { assert, expectAccessible, fits, keyboard, story } from './house.mjs';
import { binary } from './weft.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** What the demo's people are asked now, and what they were asked. */
const OPEN = 'What should the repair rooms try next?';
const DECIDED = 'Which two collars shall the cutting room build and lend out first?';

const KIT = 'A repair kit with the same waxed thread, for the drawer at home';
const DARNING = 'A darning evening in the store, once a month';
const QUICK = 'A quarter of an hour for a button, while I wait';

/** Opens a round from the list. @param {Page} page @param {string} question */
async function openRound(page, question) {
  await page.goto('/rounds');
  await page.getByRole('link', { name: question, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: question }).waitFor();
  return new URL(page.url()).pathname;
}

/**
 * Makes a round over three ideas of the board and opens it. @param {Page} partner @param {string} question
 * @param {(page: Page) => Promise<void>} [rule] what else the form shall say
 */
async function makeRound(partner, question, rule = async () => {}) {
  await partner.goto('/ideas/choose?programme=repair');
  for (const title of [KIT, DARNING, QUICK]) await partner.getByRole('checkbox', { name: title, exact: true }).check();
  await partner.getByRole('button', { name: 'Make a round of these' }).click();
  await partner.getByRole('heading', { level: 1, name: 'Begin a round' }).waitFor();
  await partner.getByLabel('The question').fill(question);
  await partner.getByLabel('What the result decides', { exact: true }).fill('What is tried in January.');
  await partner.getByLabel('Blind judgements for each item').fill('0');
  await partner.getByLabel('Who decides').selectOption({ label: 'a partner' });
  await rule(partner);
  await partner.getByRole('button', { name: 'Keep as a draft' }).click();
  await partner.getByRole('main').getByText('The draft is kept.').waitFor();
  await partner.getByRole('button', { name: 'Seal the rule and open' }).click();
  await partner.getByRole('main').getByText('The rule is sealed, and the round is open.').waitFor();
  return new URL(partner.url()).pathname;
}

/** @param {Page} page @param {string} words @param {string} title */
const says = (page, words, title) => page.getByRole('button', { name: `${words}: ${title}`, exact: true });

/** Ends the voting. @param {Page} partner @param {string} path */
async function endRound(partner, path) {
  await partner.goto(path);
  await partner.getByRole('link', { name: 'End the voting now' }).click();
  await partner.getByRole('button', { name: 'End the voting and count' }).click();
  await partner.getByRole('heading', { name: 'The result' }).waitFor();
}

/** Recounts a record with the binary that was built. @param {string} text */
function recount(text) {
  const folder = mkdtempSync(join(tmpdir(), 'weft-record-'));
  try {
    const [file, anew] = [join(folder, 'record.jsonl'), join(folder, 'anew.jsonl')];
    writeFileSync(file, text);
    const run = spawnSync(binary(), ['recount', file, '--out', anew], { encoding: 'utf8' });
    return { status: run.status, said: `${run.stdout}${run.stderr}`, anew: run.status === 0 ? readFileSync(anew, 'utf8') : '' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

story('a partner opens a round over a selection, members vote and change their mind, it is decided with a reason, and the record recounts to the same', { within: 600, fresh: true }, async ({ as, visitor, api }) => {
  const rita = await as('Rita Moreira');
  const path = await makeRound(rita, 'Which of the three shall we weave for?');
  await expectAccessible(rita);
  await fits(rita);

  const dara = await as('Dara Quinn');
  await dara.goto(path);
  await dara.getByText('You see how it stands once you have voted').waitFor();
  assert.equal(await dara.getByRole('heading', { name: 'How it stands' }).count(), 1);
  assert.equal(await dara.locator('.ranks').count(), 0, 'counts are hidden until one has voted');
  await says(dara, 'For', KIT).click();
  await dara.getByRole('button', { name: `For: ${KIT}`, pressed: true }).waitFor();
  await dara.locator('.ranks').waitFor();
  await dara.getByRole('main').getByText('You have judged 1 of 3.').waitFor();
  await expectAccessible(dara);
  await fits(dara);
  await says(dara, 'Against', KIT).click();
  await dara.getByRole('button', { name: `Against: ${KIT}`, pressed: true }).waitFor();
  await dara.getByRole('button', { name: `For: ${KIT}`, pressed: false }).waitFor();
  await says(dara, 'Against', KIT).click();
  await dara.getByRole('main').getByText('Your vote is taken back.').waitFor();
  await dara.getByText('You see how it stands once you have voted').waitFor();
  await says(dara, 'For', DARNING).click();
  await dara.getByRole('button', { name: `For: ${DARNING}`, pressed: true }).waitFor();

  const oskar = await as('Oskar Lind');
  await oskar.goto(path);
  await says(oskar, 'For', KIT).click();
  await oskar.getByRole('button', { name: `For: ${KIT}`, pressed: true }).waitFor();
  await dara.locator('[data-live-field=voters]').getByText('2', { exact: true }).waitFor();

  const somebody = await visitor();
  await somebody.goto(path);
  await somebody.getByText('To vote here you need an account.').waitFor();
  assert.equal(await somebody.locator('.ranks').count(), 0);

  await endRound(rita, path);
  await dara.getByRole('heading', { name: 'The result' }).waitFor();
  await expectAccessible(rita);
  await fits(rita);
  await rita.getByRole('link', { name: 'Decide', exact: true }).click();
  await expectAccessible(rita);
  await fits(rita);
  for (const title of [KIT, DARNING, QUICK]) await rita.getByRole('checkbox', { name: title }).setChecked(title === QUICK);
  await rita.getByRole('button', { name: 'Decide, and tell everybody who voted' }).click();
  await rita.locator('#errors').waitFor();
  assert.equal(await rita.getByRole('checkbox', { name: QUICK }).isChecked(), true, 'nothing chosen is lost');
  await rita.getByLabel('The reason').fill('The loom is free in January only, and a quarter of an hour needs no loom.');
  await rita.getByRole('button', { name: 'Decide, and tell everybody who voted' }).click();
  await rita.getByText('This is not what the count put first. The reason says why.').waitFor();
  await rita.getByRole('button', { name: 'Publish the record' }).click();
  await rita.getByRole('main').getByText('The record is public.').waitFor();

  const [download] = await Promise.all([rita.waitForEvent('download'), rita.getByRole('link', { name: 'Download the record' }).click()]);
  assert.match(download.suggestedFilename(), /^round-[0-9a-z]{13}\.jsonl$/);
  const record = readFileSync(await download.path(), 'utf8');
  assert.equal(record.includes('Dara'), false, 'the record names nobody');
  const again = recount(record);
  assert.equal(again.status, 0, again.said);
  assert.equal(again.anew, record, 'the recount writes the same file');
  const forged = recount(record.replace('"up":true', '"up":false'));
  assert.notEqual(forged.status, 0, 'a changed vote is found');

  await dara.goto('/me/inbox');
  await dara.getByText('Which of the three shall we weave for?').first().waitFor();
  await dara.goto('/ideas?programme=repair&order=newest');
  await dara.locator('ol.bolt').getByRole('link', { name: QUICK, exact: true }).click();
  await dara.getByRole('heading', { name: 'In rounds' }).waitFor();
  await dara.getByRole('listitem').filter({ hasText: 'Which of the three shall we weave for?' }).getByText('chosen').waitFor();

  // What comes of it leads back to the round, and so to the record.
  const ines = await as('Ines Duarte');
  const idea = new URL(dara.url()).pathname.split('/')[2];
  for (const status of ['under-review', 'in-the-works', 'launched']) {
    const moved = await api(ines).post(`/api/v1/ideas/${idea}/status`, { status, note: 'The slot is on the counter.' });
    assert.equal(moved.status, 204, JSON.stringify(moved.body));
  }
  const written = await api(ines).post(`/api/v1/ideas/${idea}/in-action`, { title: 'A quarter of an hour, every Friday', body: 'Two chairs, one lamp.' });
  assert.equal(written.status, 201, JSON.stringify(written.body));
  await somebody.goto(`/in-action/${written.body.id}`);
  await somebody.getByRole('region', { name: 'In rounds' }).getByRole('link', { name: 'Which of the three shall we weave for?' }).click();
  await somebody.getByRole('link', { name: 'Download the record' }).waitFor();
});

story('a rule that contradicts itself comes back with everything typed and every contradiction at its place', async ({ as }) => {
  const ines = await as('Ines Duarte');
  await ines.goto('/ideas/choose?programme=repair');
  for (const title of [KIT, DARNING]) await ines.getByRole('checkbox', { name: title, exact: true }).check();
  await ines.getByRole('button', { name: 'Make a round of these' }).click();
  await ines.getByRole('radio', { name: /^Own order/ }).check();
  await ines.getByLabel('How many win', { exact: true }).fill('5');
  await ines.getByRole('radio', { name: /^Each group must agree/ }).check();
  await ines.getByLabel('Votes until').fill('2026-11-01T09:00');
  await ines.getByLabel('Votes from').fill('2026-11-20T09:00');
  await expectAccessible(ines);
  await fits(ines);
  await ines.getByRole('button', { name: 'Keep as a draft' }).click();
  const errors = ines.locator('#errors');
  await errors.getByRole('link', { name: 'There are 2 items' }).waitFor();
  await errors.getByRole('link', { name: 'Voting ends before it begins.' }).waitFor();
  await errors.getByRole('link', { name: /no share that could reach a bar/ }).waitFor();
  assert.equal(await ines.getByLabel('How many win', { exact: true }).inputValue(), '5', 'nothing typed is lost');
  assert.equal(await ines.getByLabel('Votes until').inputValue(), '2026-11-01T09:00');
  assert.equal(await ines.getByRole('radio', { name: /^Own order/ }).isChecked(), true);
  assert.equal(await ines.getByRole('checkbox', { name: KIT }).isChecked(), true);
  assert.equal(await ines.getByLabel('How many win', { exact: true }).getAttribute('aria-invalid'), 'true');
  await expectAccessible(ines);
  await ines.getByLabel('How many win', { exact: true }).fill('1');
  await ines.getByRole('radio', { name: /^All together/ }).check();
  await ines.getByLabel('Votes until').fill('2026-12-20T09:00');
  await ines.getByLabel('The question').fill('In which order?');
  await ines.getByLabel('What the result decides', { exact: true }).fill('What comes first.');
  await ines.getByRole('radio', { name: /^All together/ }).check();
  await ines.getByLabel('Whoever made an item').selectOption({ label: 'votes on everything' });
  await ines.getByRole('button', { name: 'Show how votes will count' }).click();
  await ines.getByRole('heading', { name: 'How votes will count' }).waitFor();
  await ines.getByText('You put the items in your own order.').waitFor();
  await ines.getByRole('button', { name: 'Keep as a draft' }).click();
  await ines.getByRole('main').getByText('The draft is kept.').waitFor();
  await ines.getByRole('link', { name: 'Change the draft' }).click();
  assert.equal(await ines.getByRole('radio', { name: /^Own order/ }).isChecked(), true, 'the draft is what was kept');
  assert.equal(await ines.getByLabel('Votes until').inputValue(), '2026-12-20T09:00');
});

story('pairs are judged one after the other, changed and skipped, with the keyboard alone', async ({ as }) => {
  const dara = await as('Dara Quinn');
  await openRound(dara, OPEN);
  await dara.getByRole('main').getByText('You have compared nothing yet.').waitFor();
  await expectAccessible(dara);
  await fits(dara);
  const first = dara.getByRole('button', { name: /^This one: / }).first();
  const keys = keyboard(dara);
  await keys.tabTo(first);
  await keys.press('Enter');
  await dara.getByRole('main').getByText('You have compared one pair.').waitFor();
  await dara.getByRole('button', { name: 'Neither is better' }).first().click();
  await dara.getByRole('main').getByText('You have compared 2 pairs.').waitFor();
  const before = await dara.locator('.duel').textContent();
  await dara.getByRole('button', { name: 'Another pair, please' }).click();
  await dara.waitForFunction((old) => document.querySelector('.duel')?.textContent !== old, before);
  await dara.getByRole('main').getByText('You have compared 2 pairs.').waitFor();
  await dara.getByText('What you said before: 2 answers').click();
  await dara.locator('.before').getByRole('button', { pressed: true }).first().click();
  await dara.getByRole('main').getByText('You have compared one pair.').waitFor();
});

story('without scripts a round is voted in and read', async ({ as }) => {
  const priya = await as('Priya Raman', { scripts: false });
  await openRound(priya, OPEN);
  await priya.getByRole('main').getByText('You have compared nothing yet.').waitFor();
  await priya.getByRole('button', { name: /^This one: / }).last().click();
  await priya.getByRole('main').getByText('Your vote is kept. You have compared one pair.').waitFor();
  await openRound(priya, DECIDED);
  await priya.getByText('This is not what the count put first. The reason says why.').waitFor();
  await priya.getByRole('heading', { name: 'The same votes under other rules' }).waitFor();
});

story('a decided round shows figures with their range, groups side by side, other rules and a record that recounts', async ({ page, api }) => {
  await openRound(page, DECIDED);
  await page.getByRole('heading', { name: 'The result' }).waitFor();
  await page.getByRole('columnheader', { name: /^Riders/ }).waitFor();
  assert.equal(await page.locator('.ranks > li').count(), 4);
  assert.equal(await page.locator('.ranks .range').count(), 4, 'each figure has its range');
  assert.equal(await page.locator('.other-ways > li').count(), 3);
  await page.getByText('A week of holidays fell into it').waitFor();
  await expectAccessible(page);
  await fits(page);
  const id = new URL(page.url()).pathname.split('/').pop();
  const standing = await api(page).get(`/api/v1/rounds/${id}/standing`);
  assert.equal(standing.body.shown, 'result');
  const record = await page.request.get(`/rounds/${id}/record`);
  const again = recount(await record.text());
  assert.equal(again.status, 0, again.said);
  assert.equal(again.anew, await record.text());
});

story('every kind of ballot is filled in by hand, refused when it says too much, and kept', { within: 900 }, async ({ as }) => {
  const rita = await as('Rita Moreira');
  const dara = await as('Dara Quinn');
  /** @param {string} name @param {RegExp} method @param {(page: Page) => Promise<void>} [more] */
  const round = (name, method, more = async () => {}) => makeRound(rita, name, async (page) => {
    await page.getByRole('radio', { name: method }).check();
    await page.getByLabel('Whoever made an item').selectOption({ label: 'votes on everything' });
    await more(page);
  });
  /** @param {string} path */
  const looked = async (path) => {
    await expectAccessible(dara, { schemes: ['light'] });
    await fits(dara);
    await endRound(rita, path);
    await expectAccessible(rita, { schemes: ['light'] });
    await fits(rita);
  };

  let path = await round('How many stars?', /^Stars/);
  await dara.goto(path);
  await dara.getByRole('group', { name: `Stars for ${KIT}` }).getByRole('radio', { name: /^4/ }).check();
  await says(dara, 'Give stars', KIT).click();
  await dara.getByRole('main').getByText('You have judged 1 of 3.').waitFor();
  await looked(path);

  path = await round('Which do you agree with?', /^Agree, disagree, pass/);
  await dara.goto(path);
  await says(dara, 'Disagree', QUICK).click();
  await dara.getByRole('button', { name: `Disagree: ${QUICK}`, pressed: true }).waitFor();
  await looked(path);

  path = await round('Best and worst?', /^Best and worst/, (page) => page.getByLabel('Items shown at a time').fill('3'));
  await dara.goto(path);
  await dara.getByRole('radio', { name: `Best: ${KIT}` }).check();
  await dara.getByRole('button', { name: 'That is how I see it' }).click();
  await dara.locator('#errors').waitFor();
  assert.equal(await dara.getByRole('radio', { name: `Best: ${KIT}` }).isChecked(), true, 'what was chosen stays');
  await dara.getByRole('radio', { name: `Worst: ${QUICK}` }).check();
  await dara.getByRole('button', { name: 'That is how I see it' }).click();
  await dara.getByRole('main').getByText('You have answered once.').waitFor();
  await looked(path);

  path = await round('In which order?', /^Own order/);
  await dara.goto(path);
  await dara.getByLabel(`Place of ${DARNING}`).selectOption('1');
  await dara.getByLabel(`Place of ${KIT}`).selectOption('2');
  await dara.getByRole('button', { name: 'Keep my order' }).click();
  await dara.getByRole('main').getByText('You have voted.').waitFor();
  assert.equal(await dara.getByLabel(`Place of ${DARNING}`).inputValue(), '1');
  await looked(path);

  path = await round('What is worth it?', /^Spending money/, async (page) => {
    await page.getByLabel('Money to spend').fill('900');
    for (const [title, cost] of [[KIT, '500'], [DARNING, '400.50'], [QUICK, '300']]) await page.getByLabel(`Cost: ${title}`).fill(cost);
  });
  await dara.goto(path);
  await dara.getByRole('checkbox', { name: `Worth it: ${DARNING}` }).check();
  await dara.locator('[data-sum]').getByText('400.50 EUR').waitFor();
  await dara.getByRole('button', { name: 'Keep my choice' }).click();
  await dara.getByRole('main').getByText('You have voted.').waitFor();
  await looked(path);

  path = await round('Where do you put your credits?', /^Quadratic votes/);
  await dara.goto(path);
  await dara.getByLabel(`Votes for ${KIT}`).fill('4');
  await dara.getByLabel(`Votes for ${QUICK}`).fill('-4');
  await dara.locator('.sum[data-over]').waitFor();
  await dara.getByRole('button', { name: 'Keep my votes' }).click();
  await dara.getByRole('link', { name: 'That is more than you have.' }).waitFor();
  assert.equal(await dara.getByLabel(`Votes for ${QUICK}`).inputValue(), '-4', 'nothing typed is lost');
  await dara.getByLabel(`Votes for ${QUICK}`).fill('-3');
  await dara.getByRole('button', { name: 'Keep my votes' }).click();
  await dara.getByRole('main').getByText('You have voted.').waitFor();
  await looked(path);

  path = await round('Ten points?', /^Points to spread/);
  await dara.goto(path);
  await dara.getByLabel(`Votes for ${KIT}`).fill('7');
  await dara.getByLabel(`Votes for ${DARNING}`).fill('3');
  await dara.getByRole('button', { name: 'Keep my votes' }).click();
  await dara.getByRole('main').getByText('You have voted.').waitFor();
  await dara.getByRole('button', { name: 'Take it back' }).click();
  await dara.getByRole('main').getByText('You have not voted yet.').waitFor();
  await looked(path);
});

story('an open round is amended with a reason, a voter left out is told why and appeals, and another steward decides', async ({ as }) => {
  const ines = await as('Ines Duarte');
  const path = await makeRound(ines, 'What about the evenings?');
  const jun = await as('Jun Park');
  await jun.goto(path);
  await says(jun, 'For', DARNING).click();
  await jun.getByRole('button', { name: `For: ${DARNING}`, pressed: true }).waitFor();

  await ines.goto(path);
  await ines.getByRole('link', { name: 'Amend, with a reason' }).click();
  await expectAccessible(ines);
  await fits(ines);
  await ines.getByLabel('The question').fill('What about the evenings in January?');
  await ines.getByRole('button', { name: 'Amend, and tell everybody who voted' }).click();
  await ines.locator('#errors').waitFor();
  assert.equal(await ines.getByLabel('The question').inputValue(), 'What about the evenings in January?');
  await ines.getByLabel('Why').fill('The month was missing.');
  await ines.getByRole('button', { name: 'Amend, and tell everybody who voted' }).click();
  await ines.getByRole('heading', { name: 'What was amended' }).waitFor();
  await ines.getByText('The month was missing.').waitFor();

  await ines.getByRole('link', { name: 'Votes in step, exclusions, appeals' }).click();
  await ines.getByRole('button', { name: 'Look for votes in step now' }).click();
  await ines.getByText('No votes are in step.').waitFor();
  await expectAccessible(ines);
  await fits(ines);
  await endRound(ines, path);
  await jun.goto(path);
  const token = (await jun.getByText(/^Your votes stand in it under number/).textContent())?.match(/\d+/)?.[0] ?? '';
  await ines.goto(`${path}/steward`);
  await ines.getByLabel('Their number').fill(token);
  await ines.getByLabel('Why').fill('Two accounts of one person.');
  await ines.getByRole('button', { name: 'Leave the votes out, and tell the person' }).click();
  await ines.getByRole('listitem').filter({ hasText: 'Two accounts of one person.' }).waitFor();
  await ines.goto(path);
  await ines.getByText('The votes of one person are left out; the record says why.').waitFor();

  await jun.goto(path);
  await jun.getByRole('heading', { name: 'Your votes are left out of the count' }).waitFor();
  await jun.getByText('Two accounts of one person.').waitFor();
  await expectAccessible(jun);
  await jun.getByLabel('Say what is wrong about that').fill('I have one account.');
  await jun.getByRole('button', { name: 'Appeal' }).click();
  await jun.getByRole('main').getByText('Your appeal waits for another steward.').waitFor();
  const sam = await as('Sam Okafor');
  await sam.goto(`${path}/steward`);
  await sam.getByText('I have one account.').waitFor();
  await sam.getByLabel('Your answer, which the person reads').fill('There is one account.');
  await sam.getByRole('button', { name: 'They are right' }).click();
  await sam.getByText('No appeal waits.').waitFor();
  await jun.goto(path);
  await jun.getByText('Another steward agreed with your appeal.').waitFor();
});

/** A real conversation, read where it lies. */
const CONVERSATION = ['polis', resolve(import.meta.dirname, '../../shared/data/polis/bg2050-volunteers'), '--programme', 'Bowling Green'];

story('an imported conversation shows its groups on a map and in words, with and without scripts, and its long list folds', { start: 'serve', imports: [CONVERSATION], within: 600 }, async ({ page, visitor, api }) => {
  await openRound(page, "Together, we'll build the BG of 2050.");
  await page.getByRole('heading', { name: 'Groups of opinion' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').pop();

  const map = page.getByRole('img', { name: /^A map of \d+ groups of opinion/ });
  const groups = await page.locator('.groups > section').count();
  assert.equal(await map.locator('.hull').count(), groups, 'a hull for each group that is told of');
  assert.deepEqual(
    await map.locator('text').allTextContents(),
    (await page.locator('.groups h4').allTextContents()).map((name) => name.match(/Group (\S+)/)?.[1]),
  );
  const { opinions } = (await api(page).get(`/api/v1/rounds/${id}/standing`)).body;
  assert.equal(await map.locator('circle').count(), opinions.map.length, 'a dot for each place of the record');

  // What is folded opens with the keyboard, and with scripts off.
  const folded = page.locator('details').filter({ has: page.locator('.ranks') });
  assert.equal(await folded.locator('.ranks').isVisible(), false, 'a phone is not scrolled for hundreds of statements');
  await folded.locator('summary').focus();
  await page.keyboard.press('Enter');
  await folded.locator('.ranks > li').last().waitFor();
  await expectAccessible(page);
  await fits(page);

  const plain = await visitor({ scripts: false, width: 320 });
  await plain.goto(`/rounds/${id}`);
  await plain.getByRole('img', { name: /^A map of / }).waitFor();
  const rest = plain.locator('details').filter({ has: plain.locator('.ranks') });
  await rest.locator('summary').click();
  await rest.locator('.ranks > li').last().waitFor();
});
