// The enhancement layer. Every page works without it; with it, marked forms and links keep the focus,
// the scroll position, opened details and half-typed text, because the answer is morphed into the page.
import { focusKeeper, morph } from "./morph.js";

/** @typedef {{ url: string, method: string, body?: BodyInit, form?: HTMLFormElement, submitter?: HTMLElement | null, far?: boolean, quiet?: boolean }} Errand */

/** What a page needs beyond this file, by the mark that asks for it. */
const extras = Object.entries({
  "[data-events], [data-live]": "./live.js",
  "thread-map": "./thread-map.js",
  "form[data-draft]": "./draft.js",
  "[data-count]": "./counter.js",
  "[data-duplicates-url]": "./duplicates.js",
  "[data-previews]": "./photo-preview.js",
  "form[data-sums], [data-look-again]": "./round.js",
});

const region = () => document.getElementById("announce");
const place = () => location.pathname + location.search;
let shown = place();
/** Counts addresses: an answer that belongs to a page already left is not drawn into the next one. */
let visit = 0;
/** Changes go out one after the other, so an older answer never covers a newer one. @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * Says something in the polite live region; `visibly` also shows it, for what no page will show.
 * @param {string} words @param {boolean} [visibly]
 */
export function announce(words, visibly = false) {
  const said = region();
  if (!said) return;
  said.textContent = "";
  said.classList.toggle("spoken-up", visibly);
  setTimeout(() => { said.textContent = words; }, 50);
}

/** Loads what the page asks for and tells the parts that it changed. */
export function wake() {
  for (const [mark, file] of extras) if (document.querySelector(mark)) void import(file);
  document.dispatchEvent(new CustomEvent("weft:shown"));
}

/**
 * Draws an answered page: into this one when the address is the same, as a new page when it is another.
 * @param {Document} next @param {string} address @param {Errand} errand @param {{ y?: number, push?: boolean, bad?: boolean }} how
 */
function show(next, address, errand, { y = 0, push = true, bad = false }) {
  const target = new URL(address, location.href);
  const other = !bad && target.pathname + target.search !== shown;
  // Another path is another page; so is the next stretch of a list, which is read from its top.
  const leaves = other && target.pathname !== new URL(shown, location.href).pathname;
  const main = document.querySelector("main");
  const nextMain = next.querySelector("main");
  if (!main || !nextMain) return location.assign(address);

  const draw = () => {
    const scroll = [scrollX, scrollY];
    const focus = focusKeeper();
    if (leaves) main.replaceWith(nextMain);
    else morph(main, nextMain, { sent: bad ? undefined : errand.form });
    document.title = next.title;
    for (const part of document.querySelectorAll(leaves ? "body > header" : "[data-morph][id]")) {
      const nextPart = part.id ? next.getElementById(part.id) : next.querySelector("body > header");
      if (nextPart) morph(part, nextPart);
    }
    document.body.dataset.events = next.body.dataset.events ?? "";
    if (leaves || (other && errand.far)) {
      for (const menu of document.querySelectorAll("details.menu[open]")) menu.removeAttribute("open");
      document.querySelector("main")?.focus({ preventScroll: true });
      scrollTo(0, y);
    } else {
      const again = focus();
      if (again && again !== document.activeElement) again.focus({ preventScroll: true });
      scrollTo(scroll[0] ?? 0, scroll[1] ?? 0);
    }
    /** @type {HTMLElement | null} */
    const arrival = document.querySelector(bad ? ".errors" : "[data-arrive]");
    arrival?.focus();
    wake();
  };

  if (other) {
    visit += 1;
    shown = target.pathname + target.search;
    if (push) {
      history.replaceState({ y: scrollY }, "");
      history.pushState({}, "", address);
    }
  }
  if (leaves && document.startViewTransition && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    const change = document.startViewTransition(draw);
    change.ready.catch(() => {}); // skipped, as on a hidden page: the page is drawn all the same
  } else draw();

  const result = document.querySelector("main [data-announce]");
  if (errand.quiet) return;
  if (result) announce(result.getAttribute("data-announce") || (result.textContent ?? "").trim().replace(/\s+/g, " "));
  else if (other) announce(next.title);
}

/** What to say when nothing came back; the page's language is the server's business. @param {string} name @param {string} otherwise */
const words = (name, otherwise) => region()?.dataset[name] ?? otherwise;

/** @param {Errand} errand @param {{ y?: number, push?: boolean }} [how] */
async function run(errand, how = {}) {
  const { form, submitter, quiet } = errand;
  for (const part of [form, submitter]) part?.setAttribute("aria-busy", "true");
  try {
    const from = visit;
    const answer = await fetch(errand.url, { method: errand.method, body: errand.body, headers: { Accept: "text/html", "X-Weft-Enhanced": "1" } });
    const text = await answer.text();
    if (visit === from) take(answer, text, errand, how);
  } catch {
    if (!quiet) announce(words("offline", "No connection. Nothing you typed is lost; try again when you are back online."), true);
  } finally {
    for (const part of [form, submitter]) part?.removeAttribute("aria-busy");
  }
}

/** What to do with an answer. @param {Response} answer @param {string} text @param {Errand} errand @param {{ y?: number, push?: boolean }} how */
function take(answer, text, errand, how) {
  const { form, method, quiet } = errand;
  if (quiet && !answer.ok) return;
  if (answer.status >= 500 || answer.status === 429) return announce(words("busy", "The server could not do that just now. Nothing you typed is lost; try again in a moment."), true);
  if (!(answer.headers.get("Content-Type") ?? "").includes("text/html")) return plainly(errand, answer);
  const settled = method === "GET" || answer.redirected;
  try {
    region()?.classList.remove("spoken-up");
    form?.dispatchEvent(new CustomEvent("weft:sent", { bubbles: true, detail: { ok: answer.ok } }));
    show(new DOMParser().parseFromString(text, "text/html"), settled ? answer.url : location.href, errand, { ...how, bad: !settled && !answer.ok });
  } catch (fault) {
    console.error(fault);
    location.assign(settled ? answer.url : location.href);
  }
}

/** Looks at this page again without a word, as after live news was missed. */
export const refresh = () => run({ url: location.href, method: "GET", quiet: true }, { push: false });

/** The answer is not a page: let the browser do what it would have done. @param {Errand} errand @param {Response} answer */
function plainly({ method, url, form, submitter }, answer) {
  if (method === "GET") return location.assign(url);
  if (answer.redirected) return location.assign(answer.url);
  if (!form) return;
  form.removeAttribute("data-enhance");
  form.removeAttribute("aria-busy");
  form.requestSubmit(submitter instanceof HTMLButtonElement ? submitter : undefined);
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement) || !form.hasAttribute("data-enhance")) return;
  const submitter = event.submitter;
  const url = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href);
  const method = (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toUpperCase();
  if (url.origin !== location.origin || method === "DIALOG") return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const fields = new FormData(form, submitter);
  const text = () => new URLSearchParams(/** @type {[string, string][]} */ ([...fields].filter(([, value]) => typeof value === "string")));
  if (method === "GET") {
    url.search = text().toString();
    void run({ url: url.href, method, form, submitter });
    return;
  }
  const body = (submitter?.getAttribute("formenctype") ?? form.enctype) === "multipart/form-data" ? fields : text();
  form.setAttribute("aria-busy", "true");
  queue = queue.then(() => run({ url: url.href, method, body, form, submitter }));
}

/** @param {MouseEvent} event */
function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-enhance]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
  event.preventDefault();
  void run({ url: link.href, method: "GET", submitter: link, far: /\b(next|prev)\b/.test(link.rel) });
}

/** Back and forward. A change of the fragment alone is the browser's own affair. @param {PopStateEvent} event */
function onReturn(event) {
  if (place() === shown) return;
  void run({ url: location.href, method: "GET" }, { push: false, y: event.state?.y ?? 0 });
}

document.addEventListener("submit", onSubmit);
document.addEventListener("click", onClick);
addEventListener("popstate", onReturn);
wake();
