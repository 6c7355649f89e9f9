// A round's page: sums and prices while somebody fills in a ballot, and a fresh look when the round has moved on.
import { refresh } from "./weft.js";

/** @param {number} value @param {number} [decimals] */
const written = (value, decimals = 0) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);

/** What a ballot's rule asks for so many votes. @param {string} price @param {number} votes */
export const priceOf = (price, votes) => (price === "square" ? votes * votes : Math.abs(votes));

/** What one more vote in the same direction costs. @param {string} price @param {number} votes */
export const nextPrice = (price, votes) => priceOf(price, votes < 0 ? votes - 1 : votes + 1) - priceOf(price, votes);

/** Whole votes that a field holds; nothing typed and half votes are none. @param {string} typed */
export const votesIn = (typed) => (/^\s*[+-]?\d{1,6}\s*$/.test(typed) ? Number(typed) : 0);

/** Writes a number into an element, if it is there and says another. @param {Element | null} element @param {string} text */
function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** Sums a ballot anew. @param {Element} form */
export function sum(form) {
  const price = form.getAttribute("data-sums") ?? "";
  const total = form.querySelector("[data-sum]");
  const line = total?.closest(".sum");
  if (price === "plain") {
    const scale = Number(form.getAttribute("data-scale") ?? "0");
    let minor = 0;
    for (const box of form.querySelectorAll("input[data-cost]:checked")) minor += Number(box.getAttribute("data-cost"));
    const amount = minor / 10 ** scale;
    say(total, `${written(amount, Number.isInteger(amount) ? 0 : scale)} ${total?.getAttribute("data-currency") ?? ""}`);
    return;
  }
  let spent = 0;
  for (const field of form.querySelectorAll("input.votes")) {
    if (!(field instanceof HTMLInputElement)) continue;
    const votes = votesIn(field.value);
    spent += priceOf(price, votes);
    const row = field.closest("li");
    say(row?.querySelector("[data-price]") ?? null, written(priceOf(price, votes)));
    say(row?.querySelector("[data-next]") ?? null, written(nextPrice(price, votes)));
  }
  say(total, written(spent));
  line?.toggleAttribute("data-over", spent > Number(total?.getAttribute("data-most") ?? Infinity));
}

/** @param {Event} event */
function changed(event) {
  const form = event.target instanceof Element ? event.target.closest("form[data-sums]") : null;
  if (form) sum(form);
}

/** When the state that live news writes into the page changes, everything else on it has changed too. */
const watcher = new MutationObserver(() => {
  const mark = document.querySelector("[data-look-again]");
  const state = mark?.textContent ?? "";
  if (!mark || !state || state === seen) return;
  const moved = seen !== "";
  seen = state;
  if (moved) void refresh();
});
let seen = "";

/** Follows the state that the page shows now, without taking what it was drawn with for news. */
function follow() {
  watcher.disconnect();
  const mark = document.querySelector("[data-look-again]");
  seen = mark?.textContent ?? "";
  if (mark) watcher.observe(mark, { childList: true, characterData: true, subtree: true });
}

document.addEventListener("input", changed);
document.addEventListener("change", changed);
document.addEventListener("weft:shown", () => {
  follow();
  document.querySelectorAll("form[data-sums]").forEach(sum);
});
follow();
document.querySelectorAll("form[data-sums]").forEach(sum);
