// The board: saying what should be better, one vote each, and what becomes of it.

import { assert, expectAccessible, fits, keyboard, story } from './house.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** What the demo's people said long ago. */
const THREAD = 'Waxed thread in a different colour, so the mend shows';
const BUTTON = 'A quarter of an hour for a button, while I wait';
const KIT = 'A repair kit with the same waxed thread, for the drawer at home';
const WASH = 'Say on the label how to wash it after a repair';
const MERGED = 'Let me choose the colour of the thread when something is mended';

/** @param {Page} page @param {string} title */
const votedFor = (page, title) => page.getByRole('button', { name: `Vote for: ${title}` });
/** @param {Page} page @param {string} title */
const votedAgainst = (page, title) => page.getByRole('button', { name: `Vote against: ${title}` });

/** Waits until a vote stands: 1, -1 or 0. @param {Page} page @param {string} title @param {number} weight */
async function stands(page, title, weight) {
  await page.getByRole('button', { name: `Vote for: ${title}`, pressed: weight === 1 }).waitFor();
  await page.getByRole('button', { name: `Vote against: ${title}`, pressed: weight === -1 }).waitFor();
}

/** Opens an idea that is on the board of repairs. @param {Page} page @param {string} title */
async function openIdea(page, title) {
  await page.goto('/ideas?programme=repair&order=newest');
  await page.locator('ol.bolt').getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  return new URL(page.url()).pathname;
}

/** Fills the form and sends it. @param {Page} page @param {string} title */
async function write(page, title) {
  await page.goto('/ideas/new?programme=repair');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('What you have in mind').fill('Said once more, so that somebody counts how often.');
  await page.getByRole('checkbox', { name: /At home/ }).check();
  await page.getByRole('checkbox', { name: /These are my own words/ }).check();
}

story('whoever shares an idea sees first what others said, and may go on', async ({ as, t }) => {
  const dara = await as('Dara Quinn');
  const title = 'Waxed thread whose colour shows the mend';
  await write(dara, title);
  const alike = dara.getByRole('region', { name: 'Ideas like yours' });
  await alike.getByRole('link', { name: THREAD }).waitFor();
  await expectAccessible(dara);
  await fits(dara);
  await dara.getByRole('button', { name: /^(Share this idea|Mine is different: share it)$/ }).click();
  const again = dara.getByRole('button', { name: 'Mine is different: share it' });
  await dara.getByRole('main').getByText('Shared. You are told when somebody answers.').or(again).waitFor();
  if (await again.isVisible()) {
    t.diagnostic('asked once more before sharing');
    assert.equal(await dara.getByLabel('Title').inputValue(), title, 'nothing typed is lost');
    await again.click();
    await dara.getByRole('main').getByText('Shared. You are told when somebody answers.').waitFor();
  }
  await dara.getByRole('heading', { level: 1, name: title }).waitFor();
  assert.equal(await votedFor(dara, title).isDisabled(), true, 'nobody votes for their own');
});

story('without scripts the form stops once before something that was said already', async ({ as }) => {
  const priya = await as('Priya Raman', { scripts: false });
  const title = 'A darning evening in every store, each month';
  await write(priya, title);
  await priya.getByRole('button', { name: 'Share this idea' }).click();
  await priya.getByText('Is one of them the same?').waitFor();
  assert.equal(await priya.getByLabel('Title').inputValue(), title, 'nothing typed is lost');
  assert.equal(await priya.getByRole('checkbox', { name: /At home/ }).isChecked(), true);
  await priya.getByRole('button', { name: 'Mine is different: share it' }).click();
  await priya.getByRole('main').getByText('Shared. You are told when somebody answers.').waitFor();
});

story('a vote may be cast, changed and taken back, and counts once', async ({ as }) => {
  const dara = await as('Dara Quinn');
  await openIdea(dara, BUTTON);
  const points = async () => Number((await dara.locator('.idea-head [data-live-field=points]').textContent())?.replace(/[^\d-]/g, ''));
  await votedFor(dara, BUTTON).click();
  await stands(dara, BUTTON, 1);
  const up = await points();
  await votedAgainst(dara, BUTTON).click();
  await stands(dara, BUTTON, -1);
  assert.equal(await points(), up - 20, 'the vote moved from one side to the other');
  await votedAgainst(dara, BUTTON).click();
  await stands(dara, BUTTON, 0);
  await dara.reload();
  await stands(dara, BUTTON, 0);
  await votedFor(dara, BUTTON).click();
  await stands(dara, BUTTON, 1);
  assert.equal(await points(), up);
  await votedFor(dara, BUTTON).click();
  await stands(dara, BUTTON, 0);
});

story('a vote can be cast without a mouse', async ({ as }) => {
  const oskar = await as('Oskar Lind');
  const path = await openIdea(oskar, WASH);
  await oskar.goto(path);
  const before = (await votedFor(oskar, WASH).getAttribute('aria-pressed')) === 'true';
  const keys = keyboard(oskar);
  await keys.tabTo(votedFor(oskar, WASH));
  await keys.press('Enter');
  await stands(oskar, WASH, before ? 0 : 1);
  await keys.press('Enter');
  await stands(oskar, WASH, before ? 1 : 0);
});

story('without scripts somebody votes, says something and follows', async ({ as }) => {
  const jun = await as('Jun Park', { scripts: false });
  const path = await openIdea(jun, WASH);
  const before = (await votedFor(jun, WASH).getAttribute('aria-pressed')) === 'true';
  await votedFor(jun, WASH).click();
  await stands(jun, WASH, before ? 0 : 1);
  assert.equal(new URL(jun.url()).pathname, path);
  await jun.getByLabel('Your remark').fill('Cold, and inside out.');
  await jun.getByRole('button', { name: 'Say it' }).click();
  await jun.locator('#discussion').getByText('Cold, and inside out.').waitFor();
  await jun.goto(path);
  const follow = jun.getByRole('button', { name: /^Follow(ing)?$/ });
  const followed = (await follow.getAttribute('aria-pressed')) === 'true';
  await follow.click();
  await jun.getByRole('button', { name: followed ? 'Follow' : 'Following', exact: true }).waitFor();
});

story('what is half typed stays while a vote is cast beside it', async ({ as }) => {
  const priya = await as('Priya Raman');
  await openIdea(priya, BUTTON);
  const remark = priya.getByLabel('Your remark');
  await remark.fill('I would bring my own');
  const before = (await votedFor(priya, BUTTON).getAttribute('aria-pressed')) === 'true';
  await votedFor(priya, BUTTON).click();
  await stands(priya, BUTTON, before ? 0 : 1);
  assert.equal(await remark.inputValue(), 'I would bring my own');
  await remark.fill('I would bring my own needle');
  await priya.getByRole('button', { name: 'Say it' }).click();
  await priya.locator('#discussion').getByText('I would bring my own needle').waitFor();
  assert.equal(await priya.getByLabel('Your remark').inputValue(), '', 'what was said is not kept as a draft');
});

story('whoever follows an idea is told when staff say how it stands', async ({ as }) => {
  const dara = await as('Dara Quinn');
  const path = await openIdea(dara, BUTTON);
  await dara.getByRole('button', { name: 'Follow', exact: true }).click();
  await dara.getByRole('button', { name: 'Following', exact: true }).waitFor();

  const ines = await as('Ines Duarte');
  await ines.goto(path);
  await ines.getByRole('link', { name: 'Say how it stands' }).click();
  await ines.getByRole('radio', { name: 'under review' }).check();
  await ines.locator('#note').fill('We count for two weeks how long a button takes at each till.');
  await expectAccessible(ines);
  await fits(ines);
  await ines.locator('form.form button.button').first().click();
  await ines.getByRole('main').getByText('Moved on. Authors, voters and followers are told.').waitFor();
  await ines.getByRole('main').getByText('We count for two weeks').first().waitFor();

  await dara.goto(path);
  await dara.locator('.idea-head .status[data-state="under-review"]').waitFor();
  // The notice comes a moment after the act; the page is asked until it is there, and not for ever.
  const told = dara.locator('main ul.letters li[data-unread]');
  for (let tries = 0; tries < 100 && (await told.count()) === 0; tries += 1) await dara.goto('/me/inbox');
  const notice = told.first().getByRole('link').first();
  assert.doesNotMatch((await notice.textContent()) ?? '', /^[a-z]+(-[a-z]+)+$/, 'the notice says something');
  await notice.click();
  await dara.getByRole('heading', { level: 1, name: BUTTON }).waitFor();
});

story('a visitor reads everything and is asked to sign in before voting', async ({ page }) => {
  const path = await openIdea(page, THREAD);
  await page.getByText('We are looking at a microcrystalline wax instead.').waitFor();
  assert.equal(await page.getByText('If the wax passes, it fits the collar brief').count(), 0, 'what only staff see stays with them');
  await expectAccessible(page);
  await votedFor(page, THREAD).click();
  await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  await page.goto(path);
  await stands(page, THREAD, 0);
});

story('a merged idea leads to the one it lives on in', async ({ page }) => {
  await openIdea(page, THREAD);
  const merged = page.getByRole('complementary').locator('a[href$="?here=1"]', { hasText: MERGED });
  const at = new URL((await merged.getAttribute('href')) ?? '', page.url());
  await page.goto(at.pathname);
  await page.getByRole('heading', { level: 1, name: THREAD }).waitFor();
  await page.getByText('You followed a link to an idea that was merged into this one').waitFor();
  await page.goto(at.pathname + at.search);
  await page.getByRole('heading', { level: 1, name: MERGED }).waitFor();
});

story('two ideas are merged by proposal, a moderator’s word and a window in which voters may stay', async ({ as }) => {
  const amelie = await as('Amélie Perrin', { locale: 'en-GB' });
  const from = await openIdea(amelie, KIT);
  const into = await openIdea(amelie, WASH);
  const language = '?tongue=en';
  await amelie.goto(`${from}/merge${language}&with=${into.split('/').pop()}`);
  await amelie.locator('#reason').fill('Both are about mending at home.');
  await amelie.locator('form.form button.button').first().click();
  await amelie.waitForURL((url) => !url.pathname.endsWith('/merge'));

  const sam = await as('Sam Okafor');
  await sam.goto('/ideas/merges?programme=repair');
  await sam.getByRole('link', { name: new RegExp(`${KIT}.*${WASH}`) }).click();
  await sam.getByText('Both are about mending at home.').waitFor();
  await expectAccessible(sam);
  await fits(sam);
  await sam.locator('#reason').fill('One place for what happens at home.');
  await sam.locator('button[formaction*="/accept"]').click();
  await sam.getByText('One place for what happens at home.').waitFor();
  assert.equal(await sam.locator('button[formaction*="/accept"]').count(), 0, 'decided once');
  const merge = new URL(sam.url()).pathname;

  // Whoever voted may keep the vote where it is, and change their mind about that too.
  const agnes = await as('Tomás Vaz');
  await agnes.goto(from);
  const before = (await votedFor(agnes, KIT).getAttribute('aria-pressed')) === 'true';
  if (!before) await votedFor(agnes, KIT).click();
  await stands(agnes, KIT, 1);
  await agnes.goto(merge);
  await agnes.locator('button[name=stays][value="1"]').click();
  await agnes.locator('button[name=stays][value="0"]').click();
  await agnes.locator('button[name=stays][value="1"]').waitFor();
});

/** Four grey dots, a PNG. */
const DOTS = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNwaGBocAAABIYBgeFspBgAAAAASUVORK5CYII=',
  'base64',
);
const photograph = { name: 'cuff.png', mimeType: 'image/png', buffer: DOTS };

story('an author shows a photograph, and takes it off again', async ({ as }) => {
  const tomas = await as('Tomás Vaz');
  const path = await openIdea(tomas, THREAD);
  await tomas.getByRole('link', { name: 'Pictures' }).click();
  await tomas.getByRole('heading', { level: 1, name: 'Pictures' }).waitFor();
  await expectAccessible(tomas);
  await fits(tomas);
  await tomas.getByLabel('Picture 1').setInputFiles(photograph);
  await tomas.getByRole('button', { name: 'Attach them' }).click();
  await tomas.getByRole('main').getByText('Say what this picture shows').first().waitFor();
  await tomas.getByLabel('Picture 1').setInputFiles(photograph);
  await tomas.getByLabel('What it shows').first().fill('A cuff, mended in madder');
  await tomas.getByRole('button', { name: 'Attach them' }).click();
  await tomas.getByRole('button', { name: 'Take it off A cuff, mended in madder' }).waitFor();
  await tomas.goto(path);
  await tomas.getByRole('img', { name: 'A cuff, mended in madder' }).waitFor();
  await tomas.goto(`/pieces/${path.split('/').pop()}/pictures`);
  const mine = tomas.getByRole('button', { name: 'Take it off A cuff, mended in madder' });
  await mine.click();
  await mine.waitFor({ state: 'detached' });
});

story('what was made of an idea comes into the journal with a photograph and everybody’s name', async ({ as }) => {
  const ines = await as('Ines Duarte');
  await openIdea(ines, THREAD);
  await ines.getByRole('link', { name: 'Write down what was made' }).click();
  await ines.getByLabel('Title').fill('Four colours at two counters');
  await ines.getByLabel('What was made').fill('Madder, indigo, moss and undyed are on the shelf in Porto and Lisbon.');
  await ines.getByLabel('Picture 1').setInputFiles(photograph);
  await ines.getByLabel('What it shows').first().fill('Four spools of thread');
  await expectAccessible(ines);
  await fits(ines);
  await ines.getByRole('button', { name: 'Put it into the journal' }).click();
  await ines.getByRole('img', { name: 'Four spools of thread' }).waitFor();
  const entry = ines.getByRole('main');
  for (const name of ['Tomás Vaz', 'Ines Duarte']) await entry.getByRole('link', { name }).first().waitFor();
  await expectAccessible(ines);
  const address = new URL(ines.url()).pathname;

  const tomas = await as('Tomás Vaz');
  const told = tomas.locator(`main ul.letters a[href*="${address}"], main ul.letters li[data-unread]`);
  for (let tries = 0; tries < 100 && (await told.count()) === 0; tries += 1) await tomas.goto('/me/inbox');
  assert.notEqual(await told.count(), 0, 'whoever is named is told');
});

story('the record says what was under way before an idea, with a date and evidence', async ({ as, page }) => {
  const ines = await as('Ines Duarte');
  const path = await openIdea(ines, THREAD);
  await ines.getByRole('link', { name: 'Parts and shares' }).click();
  await ines.getByRole('link', { name: 'State earlier work' }).click();
  await ines.getByLabel('Under way since').fill('2026-01-12');
  await ines.getByLabel('What was under way').fill('A supplier was asked for waxed linen in two weights.');
  await ines.getByLabel('Link to the evidence').fill('https://example.com/orders/2026-01-12');
  await expectAccessible(ines);
  await fits(ines);
  await ines.getByRole('button', { name: 'State it' }).click();
  await ines.getByRole('main').getByText('A supplier was asked for waxed linen').waitFor();

  // Anybody can check it, without an account.
  await page.goto(path);
  await page.getByRole('link', { name: 'Parts and shares' }).click();
  await page.getByRole('main').getByText('A supplier was asked for waxed linen').waitFor();
  await expectAccessible(page);
});

story('what an author shows to stewards first is found by them, by its author, and by nobody else', async ({ as, page }) => {
  const title = 'A fold that closes by itself';
  const dara = await as('Dara Quinn');
  await write(dara, title);
  await dara.getByRole('radio', { name: /First only the stewards/ }).check();
  await dara.getByRole('button', { name: 'Share this idea' }).click();
  await dara.getByText('Only its authors and the stewards of the programme see this.').waitFor();

  const sam = await as('Sam Okafor');
  await sam.goto('/ideas?programme=repair');
  await sam.getByRole('link', { name: title }).click();
  await sam.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.goto('/ideas?programme=repair&order=newest');
  assert.equal(await page.getByRole('link', { name: title }).count(), 0, 'visitors do not see it');

  await dara.goto('/me');
  await dara.getByRole('region', { name: 'Not shown to everybody' }).getByRole('link', { name: title }).click();
  await dara.getByRole('button', { name: 'Show it to everybody' }).click();
  await dara.getByText('Published. Everybody can see it now.').first().waitFor();
  await page.goto('/ideas?programme=repair&order=newest');
  await page.getByRole('link', { name: title }).waitFor();
});

story('whoever cares for a board comes by links to its merges and its categories', async ({ as }) => {
  const noor = await as('Noor Haddad');
  await noor.goto('/programmes/repair');
  await noor.getByRole('complementary').getByRole('link', { name: 'Ideas', exact: true }).click();
  for (const name of ['Merges to decide', 'Categories and idea partners']) {
    await noor.goto('/ideas?programme=repair');
    await noor.getByRole('link', { name }).click();
    await noor.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(noor);
    await fits(noor);
  }
});

story('an idea that its partner answered no longer waits in their queue', async ({ as }) => {
  const kenji = await as('Kenji Arai');
  await kenji.goto('/ideas/queue');
  const first = kenji.locator('ol.queue h2 a').first();
  const title = (await first.textContent()) ?? '';
  await first.click();
  await kenji.getByRole('heading', { level: 1, name: title }).waitFor();
  await kenji.getByLabel('Your remark').fill('We try it on the next three collars.');
  await kenji.getByRole('button', { name: 'Say it' }).click();
  await kenji.getByText('We try it on the next three collars.').first().waitFor();
  // The queue follows a moment after the remark.
  const waits = kenji.locator('ol.queue').getByRole('link', { name: title, exact: true });
  await kenji.goto('/ideas/queue');
  for (let tries = 0; tries < 100 && (await waits.count()) > 0; tries += 1) await kenji.goto('/ideas/queue');
  assert.equal(await waits.count(), 0);
  await kenji.goto('/ideas/queue?state=read');
  await waits.waitFor();
});

story('one programme’s categories are offered, and another programme is a link away', async ({ as }) => {
  const dara = await as('Dara Quinn');
  await dara.goto('/ideas/new');
  await dara.getByRole('checkbox', { name: /Rain/ }).waitFor();
  await dara.getByRole('link', { name: 'What should a repair feel like?' }).last().click();
  await dara.getByRole('checkbox', { name: /At the counter/ }).waitFor();
  assert.equal(await dara.getByRole('checkbox', { name: /Rain/ }).count(), 0);
});

story('half-typed words stay with whoever typed them, on a tablet that many use', async ({ as, page }) => {
  void as;
  const be = async (/** @type {string} */ name) => {
    await page.goto('/demo');
    await page.locator(`[data-person="${name}"] button`).click();
    await page.getByRole('link', { name: 'Inbox' }).waitFor();
  };
  await be('Jun Park');
  await page.goto('/ideas/new?programme=repair');
  await page.getByLabel('Title').pressSequentially('Something only Jun knows');
  await page.waitForFunction(() => Object.values(localStorage).some((kept) => kept.includes('only Jun knows')));
  await be('Priya Raman');
  await page.goto('/ideas/new?programme=repair');
  await page.getByRole('heading', { level: 1, name: 'Share an idea' }).waitFor();
  assert.equal(await page.getByLabel('Title').inputValue(), '');
  await be('Jun Park');
  await page.goto('/ideas/new?programme=repair');
  await page.getByText('Your unsent words are back.').waitFor();
  assert.equal(await page.getByLabel('Title').inputValue(), 'Something only Jun knows');
});

story('without a mouse somebody signs in, finds, reads, answers, shares and says that two ideas are one', { fresh: true }, async ({ page }) => {
  const keys = keyboard(page);
  await page.goto('/demo');
  await keys.tabTo(page.locator('[data-person="Jun Park"] button'));
  await keys.press('Enter');
  await page.getByRole('link', { name: 'Inbox' }).waitFor();

  await keys.tabTo(page.getByRole('link', { name: 'Find', exact: true }));
  await keys.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Find what was said' }).waitFor();
  await keys.tabTo(page.getByRole('searchbox'));
  await keys.type('darning');
  await keys.press('Enter');
  const found = page.getByRole('link', { name: /darning evening/i });
  await found.waitFor();
  await keys.tabTo(found);
  await keys.press('Enter');
  await page.getByRole('heading', { level: 1, name: /darning evening/i }).waitFor();
  await keys.tabTo(page.getByLabel('Your remark'));
  await keys.type('I bring the mushroom.');
  await keys.press('Tab', 'Enter');
  await page.getByText('I bring the mushroom.').first().waitFor();

  await page.goto('/ideas/new?programme=repair');
  await keys.tabTo(page.getByLabel('Title'));
  await keys.type('A darning evening in every store');
  await keys.tabTo(page.getByLabel('What you have in mind'));
  await keys.type('Once a month, with tea.');
  await keys.tabTo(page.getByRole('checkbox', { name: /At home/ }));
  await keys.press('Space');
  await keys.tabTo(page.getByRole('checkbox', { name: /own words/ }));
  await keys.press('Space');
  const share = page.getByRole('button', { name: /^(Share this idea|Mine is different: share it)$/ });
  await keys.tabTo(share);
  await keys.press('Enter');
  const shared = page.getByRole('main').getByText('Shared. You are told when somebody answers.');
  const again = page.getByRole('button', { name: 'Mine is different: share it' });
  await shared.or(again).waitFor();
  if (await again.isVisible()) {
    await keys.tabTo(again);
    await keys.press('Enter');
    await shared.waitFor();
  }

  await keys.tabTo(page.getByRole('link', { name: 'It is the same as another' }));
  await keys.press('Enter');
  await page.waitForURL(/\/merge/);
  await expectAccessible(page);
  await keys.tabTo(page.locator('#other'));
  await keys.type('A darning evening in the store, once a month');
  await keys.tabTo(page.locator('#reason'));
  await keys.type('Both ask for the same evening.');
  await keys.tabTo(page.locator('form.form button.button').first());
  await keys.press('Enter');
  await page.getByText('Both ask for the same evening.').first().waitFor();
});
