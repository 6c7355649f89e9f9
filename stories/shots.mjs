// Pictures of pages, to look at: every path at three widths, in light and in dark.
//
//   node stories/shots.mjs [--as 'NAME'] [--url http://127.0.0.1:8080] [--engine sqlite|postgres] [--locale ja]
//                          [--width 320,1280] [--scheme light,dark] [--no-scripts] FOLDER PATH…
//
// Without --url a demo of its own is started (WEFT_BIN, or target/debug/weft) and stopped again.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, open } from './browser.mjs';
import { signIn } from './people.mjs';
import { Weft } from './weft.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string' },
    url: { type: 'string' },
    engine: { type: 'string', default: 'sqlite' },
    locale: { type: 'string' },
    width: { type: 'string', default: '320,768,1280' },
    scheme: { type: 'string', default: 'light,dark' },
    'no-scripts': { type: 'boolean', default: false },
  },
});
const [folder, ...paths] = positionals;
if (!folder || paths.length === 0) {
  console.error("usage: node stories/shots.mjs [--as 'NAME'] [--url URL] [--engine ENGINE] [--locale LOCALE] FOLDER PATH…");
  process.exit(2);
}

/** @param {string} path */
const fileName = (path) => path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home';

const engine = /** @type {import('./weft.mjs').Engine} */ (values.engine);
const weft = values.url ? undefined : await Weft.start({ engine });
const url = values.url ?? weft?.url ?? '';
const browser = await launch();
try {
  mkdirSync(folder, { recursive: true });
  for (const scheme of /** @type {('light' | 'dark')[]} */ (values.scheme.split(','))) {
    const page = await open(browser, url, { scheme, locale: values.locale, scripts: !values['no-scripts'] });
    if (values.as) await signIn(page, { name: values.as });
    for (const path of paths) {
      for (const width of values.width.split(',').map(Number)) {
        await page.setViewportSize({ width, height: width < 600 ? 720 : 900 });
        const answer = await page.goto(path);
        const file = join(folder, `${fileName(path)}-${width}-${scheme}.png`);
        await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
        console.log(`${file}  ${answer?.status()}  ${await page.title()}`);
      }
    }
    await page.context().close();
  }
} finally {
  await browser.close();
  await weft?.stop();
}
