// Sums what test runners say at their end: cargo test, cargo nextest, node --test (spec and TAP).
//
//   node scripts/count-tests.mjs LOG…    →    "PASSED FAILED SKIPPED"

import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const COLOURS = /\u001b\[[0-9;]*m/g;

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** What each runner calls an outcome. @type {Record<string, keyof Count>} */
const OUTCOMES = {
  passed: 'passed',
  pass: 'passed',
  failed: 'failed',
  fail: 'failed',
  'timed out': 'failed',
  cancelled: 'failed',
  skipped: 'skipped',
  ignored: 'skipped',
  todo: 'skipped',
};

/**
 * @param {string} log everything a runner printed
 * @returns {Count}
 */
export function count(log) {
  /** @type {Count} */
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const line of log.replace(COLOURS, '').split(/\r?\n/)) {
    const closing =
      line.match(/^\s*Summary \[.*?\] .*?tests? run: (.*)$/)?.[1] ?? // nextest
      line.match(/^test result: \w+\. (.*)$/)?.[1]; // cargo test
    if (closing !== undefined) {
      for (const [, number, outcome] of closing.matchAll(/(\d+) (?:exec )?(passed|failed|timed out|skipped|ignored)/g)) {
        sum[OUTCOMES[outcome]] += Number(number);
      }
    }
    const node = line.match(/^(?:ℹ|#) (pass|fail|cancelled|skipped|todo) (\d+)$/);
    if (node) sum[OUTCOMES[node[1]]] += Number(node[2]);
  }
  return sum;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const sum = count(process.argv.slice(2).map((path) => readFileSync(path, 'utf8')).join('\n'));
  console.log(`${sum.passed} ${sum.failed} ${sum.skipped}`);
}
