// The harness tried on a few pretended pages: what it must accept, and every fault that it must find.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, open, takeTroubles } from '../browser.mjs';
import { crawl, kindOf } from '../crawl.mjs';
import { keyboard } from '../keyboard.mjs';
import { expectAccessible, expectAria, fits } from '../looks.mjs';
import { Mail } from '../mail.mjs';
import { signIn } from '../people.mjs';
import { Weft } from '../weft.mjs';

process.env.WEFT_BIN = join(import.meta.dirname, 'pretend.mjs');
delete process.env.UPDATE; // here the files are what is tried

/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/**
 * @param {string} fault
 * @param {(weft: Weft) => Promise<void>} check
 */
async function withFault(fault, check) {
  const weft = await Weft.start({ engine: 'sqlite', settings: { FAULT: fault } });
  try {
    await check(weft);
  } finally {
    await weft.stop();
  }
}

/**
 * Tells the shell story about the pretended pages.
 * @param {string} fault
 * @returns {Promise<{ code: number | null, said: string }>}
 */
function tellShell(fault) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--test', '--test-reporter=spec', '--test-name-pattern=^every page that a visitor', '../shell.story.mjs'],
    { cwd: import.meta.dirname, env: { ...env, STORY_ENGINES: 'sqlite', FAULT: fault } },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  return new Promise((done) => child.on('close', (code) => done({ code, said })));
}

test('pages in order are accepted, whoever reads them', () =>
  withFault('', async (weft) => {
    for (const scripts of [true, false]) {
      const page = await open(browser, weft.url, { scripts, width: 320 });
      await page.goto('/ideas/7k3m0c2v9d4xa');
      if (scripts) await expectAccessible(page);
      else await assert.rejects(expectAccessible(page), /needs a page with scripts/);
      await fits(page);
      assert.equal(page.viewportSize()?.width, 320, 'the window is as it was');
      assert.deepEqual(takeTroubles(page), []);
    }
  }));

test('a colour that is too weak in the dark is found', () =>
  withFault('dark contrast', async (weft) => {
    const page = await open(browser, weft.url);
    await page.goto('/');
    await expectAccessible(page, { schemes: ['light'] });
    await assert.rejects(expectAccessible(page), /dark: color-contrast/);
  }));

test('a part that is wider than a phone is found and named', () =>
  withFault('too wide', async (weft) => {
    const page = await open(browser, weft.url);
    await page.goto('/ideas/7k3m0c2v9d4xa');
    await assert.rejects(fits(page), /at 320: needs \d+\n.*<table> ends at/);
    await fits(page, [768, 1280]);
  }));

test('the keyboard reaches what can be reached and refuses a focus that cannot be seen', async () => {
  await withFault('', async (weft) => {
    const page = await open(browser, weft.url);
    await page.goto('/ideas');
    const keys = keyboard(page);
    await keys.tabTo(page.getByRole('link', { name: 'Stronger thread' }));
    await keys.press('Enter');
    await page.waitForURL('**/7k3m0c2v9d4xa');
    assert.deepEqual(await keys.walk(), ['a “Home”', 'a “Ideas”', 'div “Votes”']);
    await assert.rejects(keys.tabTo(page.getByRole('heading')), /Tab never came to .*\n.*a “Home”/);
  });
  await withFault('invisible focus', async (weft) => {
    const page = await open(browser, weft.url);
    await page.goto('/ideas');
    await assert.rejects(keyboard(page).tabTo(page.getByRole('link', { name: 'Home' })), /cannot be seen/);
  });
});

test('invented people sign in by name or by role, and whoever is not there is named', () =>
  withFault('', async (weft) => {
    const page = await open(browser, weft.url);
    await signIn(page, { name: 'Ada “Loom” Byron' });
    assert.equal((await (await page.request.get('/api/me')).json()).name, 'Ada “Loom” Byron');
    await signIn(page, { role: 'operator' });
    assert.equal((await (await page.request.get('/api/me')).json()).name, 'Olu Perez');
    await assert.rejects(signIn(page, { name: 'Nobody' }), /does not offer Nobody; it offers: Ada/);
  }));

test('the accessibility tree of a page is compared with its file, ids apart', () =>
  withFault('', async (weft) => {
    const page = await open(browser, weft.url);
    await page.goto('/ideas');
    await expectAria(page.locator('main'), '../test/ideas');
    await page.goto('/about');
    await assert.rejects(expectAria(page.locator('main'), '../test/ideas'), /says otherwise/);
    await assert.rejects(expectAria(page.locator('main'), '../test/unwritten'), /is not there/);
  }));

test('a server that does not start, or ends by itself, is told with what it said', async () => {
  await assert.rejects(Weft.start({ engine: 'sqlite', settings: { FAULT: 'does not start' } }), /did not start/);
  const weft = await Weft.start({ engine: 'sqlite', settings: { FAULT: 'falls over' } });
  await assert.rejects(fetch(`${weft.url}/ideas`));
  await assert.rejects(weft.stop(), /ended by itself.*\(exit code 3\)/);
});

test('the shell story accepts pages in order', async () => {
  const { code, said } = await tellShell('');
  assert.equal(code, 0, said);
  assert.match(said, /4 pages: \/ \/ideas \/about\?from=home \/ideas\/7k3m0c2v9d4xa/);
});

test('the shell story finds every fault of every page, and tells where it is', async () => {
  const { code, said } = await tellShell('two headings,dead link,script error,missing picture,too wide,too heavy');
  assert.equal(code, 1, said);
  assert.match(said, /\/: has 2 h1: Home \| Again/);
  assert.match(said, /\/nowhere \(linked from \/ideas\) answers 404/);
  assert.match(said, /script error: ReferenceError: nothing is not defined/);
  assert.match(said, /404 for image \/gone\.png/);
  assert.match(said, /\/about\?from=home: weighs 64\d{3} bytes, more than 61440: 64\d{3} \/about, \d+ \/style\.css/);
  assert.match(said, /scrolls sideways: \/ideas\/7k3m0c2v9d4xa/);
});

test('the shell story fails when the server falls over', async () => {
  const { code, said } = await tellShell('falls over');
  assert.equal(code, 1, said);
});

test('addresses of one kind are one kind', () => {
  assert.equal(kindOf('/ideas/7k3m0c2v9d4xa/comments?page=2'), '/ideas/:id/comments');
  assert.equal(kindOf('/ideas/7K3M0C2V9D4XA/'), '/ideas/:id');
  assert.equal(kindOf('/stays/2026-11-22/beds/14'), '/stays/:date/beds/:number');
  assert.equal(kindOf('/programmes/stronger-thread'), '/programmes/stronger-thread');
  assert.equal(kindOf('/'), '/');
});

test('a walk goes no deeper and no further than it is told', async () => {
  const links = async (/** @type {{ path: string }} */ { path }) => [`${path}a/`.replace('//', '/'), '/b', '/c'];
  const deep = await crawl(links, { depth: 2, pages: 99 });
  assert.deepEqual(deep.visited.map(({ path }) => path), ['/', '/a/', '/b', '/c', '/a/a/', '/ba/', '/ca/']);
  const short = await crawl(links, { depth: 2, pages: 2 });
  assert.deepEqual(short.visited.map(({ path }) => path), ['/', '/a/']);
  assert.deepEqual(short.left.map(({ path }) => path), ['/b', '/c', '/a/a/']);
});

test('mail that is sent over SMTP can be read, waited for and forgotten', async () => {
  const mail = await Mail.start();
  try {
    const awaited = mail.last('Ada@example.org', { subject: 'code' });
    await deliver(mail.url, 'ada@example.org', [
      'From: Weft <weft@example.org>',
      'To: Ada <ada@example.org>',
      'Subject: =?utf-8?q?Your_code_=E2=9C=93?=',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Come in: http://127.0.0.1:1/in?code=3D12&x=3D1.',
    ]);
    const letter = await awaited;
    assert.equal(letter.subject, 'Your code ✓');
    assert.equal(letter.from, 'weft@example.org');
    assert.deepEqual(letter.links, ['http://127.0.0.1:1/in?code=12&x=1']);
    assert.equal(mail.all('ada@example.org').length, 1);
    mail.clear();
    await assert.rejects(mail.last('ada@example.org', { within: 50 }), /no letter for ada@example.org/);
  } finally {
    await mail.stop();
  }
});

/**
 * Speaks SMTP, line by line.
 * @param {string} url
 * @param {string} to
 * @param {string[]} lines
 */
async function deliver(url, to, lines) {
  const { hostname, port } = new URL(url);
  const socket = createConnection(Number(port), hostname);
  const says = ['HELO me', 'MAIL FROM:<weft@example.org>', `RCPT TO:<${to}>`, 'DATA', `${lines.join('\r\n')}\r\n.`, 'QUIT'];
  for await (const answer of socket) {
    assert.match(String(answer), /^[23]/);
    const next = says.shift();
    if (next) socket.write(`${next}\r\n`);
  }
}
