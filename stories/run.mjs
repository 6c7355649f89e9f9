// Runs the stories: node stories/run.mjs [name…]   (all files, or those whose name contains one of the words)

import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { RUNS, binary, engines } from './weft.mjs';

const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.story.mjs') && (words.length === 0 || words.some((word) => file.includes(word))))
  .sort();

/** @param {string} why */
function refuse(why) {
  console.error(`stories: ${why}`);
  process.exit(1);
}

try {
  binary();
  if (engines().includes('postgres') && !process.env.WEFT_TEST_POSTGRES) {
    refuse('run “make stories”, or scripts/with-postgres node stories/run.mjs, or with STORY_ENGINES=sqlite');
  }
} catch (error) {
  refuse(/** @type {Error} */ (error).message);
}
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
if (!existsSync(chromium)) refuse(`${chromium} is not there: run “make setup”, or name the browser in CHROMIUM`);
if (files.length === 0) refuse(`no story is called ${words.join(' or ')}`);

rmSync(RUNS, { recursive: true, force: true });

// Each file is a process with a browser and its servers; as many at once as there are cores, but a browser wants memory.
const atOnce = Math.min(availableParallelism(), 4);
const child = spawn(
  process.execPath,
  ['--test', '--test-reporter=spec', `--test-concurrency=${atOnce}`, ...files.map((file) => join(import.meta.dirname, file))],
  { stdio: 'inherit' },
);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill('SIGTERM'));
child.on('close', (code) => process.exit(code ?? 1));
