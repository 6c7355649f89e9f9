// Refuses npm packages whose licence does not fit, the way `cargo deny` does for crates. What is copied into the binary
// (dependencies) must be permissive; tools that only run beside it (devDependencies) may also be under the MPL.
//
//   node scripts/npm-licences.mjs FOLDER…    each with a package-lock.json

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PERMISSIVE = new Set([
  '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0', 'OFL-1.1',
  'Python-2.0', 'Unlicense', 'Zlib',
]);
const FOR_TOOLS = new Set([...PERMISSIVE, 'MPL-2.0', 'CC-BY-4.0']);

/**
 * Whether an SPDX expression can be satisfied: one side of an OR, every part of an AND.
 * @param {string} expression
 * @param {Set<string>} allowed
 */
function fits(expression, allowed) {
  return expression
    .replace(/[()]/g, '')
    .split(/\s+OR\s+/)
    .some((side) => side.split(/\s+AND\s+/).every((licence) => allowed.has(licence.trim())));
}

let refused = 0;
for (const folder of process.argv.slice(2)) {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === '' || entry.link) continue;
    const licence = typeof entry.license === 'string' ? entry.license : 'not stated';
    if (fits(licence, entry.dev || entry.devOptional ? FOR_TOOLS : PERMISSIVE)) continue;
    console.error(`${folder}: ${path.replace(/^.*node_modules\//, '')} ${entry.version} is under ${licence}`);
    refused += 1;
  }
}
if (refused > 0) {
  console.error('licences: the packages above do not fit Apache-2.0 OR MIT');
  process.exit(1);
}
console.log('licences of the npm packages: ok');
