// A page without a browser, for the modules: a document, storage, and a fetch that answers from a list.
// @ts-expect-error it comes without types
import { JSDOM } from "jsdom";

/** @type {{ url: string, method: string, body: unknown, headers: Record<string, string> }[]} */
export const asked = [];
/** @type {(Response | Promise<Response>)[]} */
export const answers = [];

/** Opens a page and makes its globals ours. @param {string} body @param {string} [address] */
export function open(body, address = "http://weft.test/ideas") {
  const { window } = new JSDOM(`<!doctype html><html lang="en"><head><title>First</title></head><body>${body}<p id="announce" role="status"></p></body></html>`, { url: address, pretendToBeVisual: true });
  const names = ["document", "location", "history", "localStorage", "sessionStorage", "Event", "CustomEvent", "SubmitEvent", "FormData", "DOMParser", "Element", "HTMLElement", "Node",
    "HTMLFormElement", "HTMLInputElement", "HTMLTextAreaElement", "HTMLSelectElement", "HTMLButtonElement", "HTMLDetailsElement", "HTMLAnchorElement", "Document", "customElements",
    "HTMLHeadElement", "HTMLOptionElement", "MouseEvent", "MutationObserver"];
  for (const name of names) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
  Object.assign(globalThis, {
    window, CSS: { escape: (/** @type {string} */ text) => text.replace(/[^\w-]/g, "\\$&") }, scrollX: 0, scrollY: 0,
    scrollTo: (/** @type {number} */ x, /** @type {number} */ y) => { globalThis.scrollY = y; globalThis.scrollX = x; },
    addEventListener: window.addEventListener.bind(window),
    matchMedia: () => ({ matches: true }),
    fetch: async (/** @type {string | URL} */ url, /** @type {RequestInit} */ options = {}) => {
      asked.push({ url: String(url), method: options.method ?? "GET", body: options.body, headers: /** @type {Record<string, string>} */ (options.headers ?? {}) });
      const answer = answers.shift();
      if (!answer) throw new TypeError("no connection");
      return answer;
    },
  });
  return window;
}

/** An answered page. @param {string} main @param {{ status?: number, url?: string, redirected?: boolean, type?: string, title?: string, rest?: string }} [how] */
export function answer(main, { status = 200, url = "http://weft.test/ideas", redirected = false, type = "text/html; charset=utf-8", title = "First", rest = "" } = {}) {
  const response = new Response(`<!doctype html><html lang="en"><head><title>${title}</title></head><body>${rest}<main id="main" tabindex="-1">${main}</main></body></html>`, { status, headers: { "Content-Type": type } });
  Object.defineProperty(response, "url", { value: url });
  Object.defineProperty(response, "redirected", { value: redirected });
  return response;
}

/** Asks again until it holds; fails with the last reason when it never does. @param {() => void} check */
export async function until(check) {
  for (let turn = 0; ; turn += 1) {
    try { return check(); } catch (reason) {
      if (turn > 1000) throw reason;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

/** Waits until nothing on the page is under way any more. */
export async function settle() {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await until(() => { if (document.querySelector("[aria-busy]")) throw new Error("still busy"); });
}

/** @template {Element} T @param {string} selector @param {new () => T} [_kind] @returns {T} */
export function the(selector, _kind) {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return /** @type {T} */ (found);
}

/** Presses a button as a person would. @param {string} selector */
export const press = (selector) => {
  const button = /** @type {HTMLButtonElement} */ (the(selector));
  button.focus();
  button.click();
};
