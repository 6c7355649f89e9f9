// Live numbers: one event stream for a page. An event carries the number itself, so nothing is fetched again.
import { morph } from "./morph.js";
import { refresh } from "./weft.js";

/** @typedef {{ topic: string, fields?: Record<string, string | number>, html?: string }} News */

/** How long a stream may be gone before the page says so, in milliseconds. */
const patience = 4000;

/** The longest a page waits before it looks again after news was missed, in milliseconds; each waits its own while. */
const spread = 1500;

/** @type {EventSource | undefined} */
let stream;
let listening = "";
/** @type {ReturnType<typeof setTimeout> | undefined} */
let look;
/** Whether news may have passed unheard. */
let missed = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let worry;

/** The one address of this page: the body's, with the topics of every live region added. */
function wanted() {
  const marked = [document.body.dataset.events, ...[...document.querySelectorAll("[data-live]")].map((region) => region.getAttribute("data-live"))];
  const [first, ...more] = marked.filter((address) => address).map((address) => new URL(address ?? "", location.href));
  if (!first) return "";
  const topics = new Set([first, ...more].flatMap((address) => address.searchParams.getAll("topic")));
  first.searchParams.delete("topic");
  for (const topic of [...topics].sort()) first.searchParams.append("topic", topic);
  return first.href;
}

/** @param {string | number} value */
const written = (value) => (typeof value === "number" ? new Intl.NumberFormat(document.documentElement.lang || undefined).format(value) : value);

/** Puts news where its topic is shown. @param {News} news */
export function apply(news) {
  for (const element of document.querySelectorAll("[data-live-topic]")) {
    if (element.getAttribute("data-live-topic") !== news.topic) continue;
    if (news.html !== undefined) morph(element, news.html, { inside: true });
    for (const [name, value] of Object.entries(news.fields ?? {})) {
      for (const field of element.querySelectorAll("[data-live-field]")) {
        const mine = field.closest("[data-live-topic]") === element && field.getAttribute("data-live-field") === name;
        if (mine && field.textContent !== written(value)) field.textContent = written(value);
      }
    }
  }
}

/** @param {boolean} lost */
function tell(lost) {
  const state = document.getElementById("live-state");
  if (state) state.hidden = !lost;
}

function stop() {
  stream?.close();
  stream = undefined;
  listening = "";
  clearTimeout(worry);
}

/** News was missed: the page is fetched once, not at the same moment as everybody else's. */
function lookAgain() {
  missed = false;
  clearTimeout(look);
  look = setTimeout(refresh, Math.random() * spread);
}

/** Opens the stream that the page asks for, or keeps it when it is the same; a hidden page listens to nothing. */
export function listen() {
  const address = document.hidden ? "" : wanted();
  if (stream && address === listening && stream.readyState !== stream.CLOSED) return;
  stop();
  if (!address) return;
  listening = address;
  const opened = new EventSource(address);
  stream = opened;
  opened.onopen = () => {
    clearTimeout(worry);
    worry = undefined;
    tell(false);
    if (missed) lookAgain();
  };
  opened.onerror = () => { missed = true; worry ??= setTimeout(() => tell(true), patience); };
  opened.addEventListener("lagged", lookAgain);
  opened.onmessage = ({ data }) => {
    try { apply(JSON.parse(data)); } catch (error) { console.warn("unreadable news", error); }
  };
}

document.addEventListener("weft:shown", listen);
document.addEventListener("visibilitychange", () => {
  missed ||= document.hidden && Boolean(stream);
  listen();
});
addEventListener("online", listen);
addEventListener("pagehide", stop);
addEventListener("pageshow", listen);
listen();
