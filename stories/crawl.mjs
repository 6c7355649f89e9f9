// Which pages there are for a reader: found by following links from the home page, one page of each kind.

import { ID_IN_ADDRESS } from './looks.mjs';

/** How many pages of one kind that is told apart by a name alone (/programmes/stronger-thread) are looked at. */
const OF_A_NAME = 14;

/**
 * The kind of page an address leads to: ids, numbers and dates are left out, and so is the query.
 * @param {string} path such as '/ideas/7k3m0c2v9d4xa/comments?page=2'
 */
export function kindOf(path) {
  return path
    .replace(/[?#].*$/, '')
    .replace(ID_IN_ADDRESS, '/:id')
    .replace(/\/\d{4}-\d{2}(-\d{2})?(?=\/|$)/g, '/:date')
    .replace(/\/\d+(?=\/|$)/g, '/:number')
    .replace(/(.)\/$/, '$1');
}

/**
 * @typedef {object} Found
 * @property {string} path
 * @property {string} from the page with the link
 * @property {number} depth links away from the home page
 */

/**
 * Visits pages in the order in which a reader comes to them.
 * @param {(found: Found) => Promise<string[]>} visit looks at a page and returns the addresses it links to
 * @param {{ depth: number, pages: number, start?: string }} limits
 * @returns {Promise<{ visited: Found[], left: Found[] }>} `left`: kinds that were seen but not visited, over the limit
 */
export async function crawl(visit, { depth, pages, start = '/' }) {
  /** @type {Found[]} */
  const queue = [{ path: start, from: '', depth: 0 }];
  /** @type {Found[]} */
  const visited = [];
  const kinds = new Set([kindOf(start)]);
  /** @type {Map<string, number>} */
  const siblings = new Map();
  for (let found = queue.shift(); found; found = queue.shift()) {
    if (visited.length >= pages) return { visited, left: [found, ...queue] };
    visited.push(found);
    const links = await visit(found);
    if (found.depth === depth) continue;
    for (const path of links) {
      const kind = kindOf(path);
      const parent = kind.replace(/\/[^/]*$/, '');
      const known = siblings.get(parent) ?? 0;
      if (kinds.has(kind) || (parent !== '' && known >= OF_A_NAME)) continue;
      kinds.add(kind);
      siblings.set(parent, known + 1);
      queue.push({ path, from: found.path, depth: found.depth + 1 });
    }
  }
  return { visited, left: [] };
}
