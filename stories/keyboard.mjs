// Somebody who has no mouse.

import assert from 'node:assert/strict';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Locator} Locator */

const TRIES = 150;

/** @param {Page} page */
export function keyboard(page) {
  /** What has the focus, in words. */
  const where = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return 'nothing';
      const words = (at.getAttribute('aria-label') ?? at.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40);
      return `${at.tagName.toLowerCase()} “${words}”`;
    });

  /** Refuses a focus that cannot be seen: neither outline nor shadow nor border nor ground change with it. */
  const expectVisible = async (/** @type {Locator} */ target) => {
    const seen = await target.evaluate((element) => {
      const look = () => {
        /** @type {string[]} */
        const styles = [];
        // A ring may be drawn by what surrounds the control: a label, a row, a card.
        for (let at = /** @type {Element | null} */ (element), up = 0; at && up < 4; at = at.parentElement, up += 1) {
          const style = getComputedStyle(at);
          const outline = style.outlineStyle === 'none' ? 'none' : `${style.outlineWidth} ${style.outlineColor}`;
          styles.push([outline, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecoration].join('|'));
        }
        return styles.join('\n');
      };
      const focused = look();
      const control = /** @type {HTMLElement} */ (element);
      control.blur();
      const unfocused = look();
      control.focus({ preventScroll: true });
      return focused !== unfocused;
    });
    assert.ok(seen, `the focus on ${await where()} cannot be seen`);
  };

  return {
    where,

    /** Presses keys, such as 'Enter', 'Space', 'Shift+Tab', 'ArrowDown'. */
    press: async (/** @type {string[]} */ ...keys) => {
      for (const key of keys) await page.keyboard.press(key);
    },

    /** Types into what has the focus. */
    type: (/** @type {string} */ text) => page.keyboard.type(text),

    /**
     * Presses Tab until a control has the focus, and refuses one whose focus cannot be seen or reached.
     * @param {Locator} target
     */
    tabTo: async (target) => {
      /** @type {string[]} */
      const passed = [];
      for (let tries = 0; tries < TRIES; tries += 1) {
        await page.keyboard.press('Tab');
        if (await target.evaluate((element) => element === document.activeElement)) {
          await expectVisible(target);
          return;
        }
        passed.push(await where());
        if (passed.filter((at) => at === 'nothing').length > 1) break; // around the whole page
      }
      assert.fail(`Tab never came to ${target}; it passed:\n  ${[...new Set(passed)].join('\n  ')}`);
    },

    /** Everything that Tab passes from the top of the page, in order. */
    walk: async () => {
      await page.evaluate(() => {
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      });
      /** @type {string[]} */
      const passed = [];
      for (let tries = 0; tries < TRIES; tries += 1) {
        await page.keyboard.press('Tab');
        const at = await where();
        if (at === 'nothing') break;
        passed.push(at);
      }
      return passed;
    },
  };
}
