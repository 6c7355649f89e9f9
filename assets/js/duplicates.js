// While a title is typed, shows what people already said: <input data-duplicates-url="/ideas/duplicates" data-duplicates-into="alike">.
import { announce } from "./weft.js";

const pause = 350;
const enough = 4;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
/** @type {AbortController | undefined} */
let asking;
let asked = "";

/** @param {HTMLInputElement} field @param {HTMLElement} panel */
export async function ask(field, panel) {
  const title = field.value.trim();
  if (title === asked) return;
  asked = title;
  asking?.abort();
  if (title.length < enough) return panel.replaceChildren();
  const url = new URL(field.dataset.duplicatesUrl ?? "", location.href);
  url.searchParams.set("title", title);
  const programme = field.form?.elements.namedItem("programme");
  if (programme && "value" in programme && programme.value) url.searchParams.set("programme", String(programme.value));
  asking = new AbortController();
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html", "X-Weft-Enhanced": "1" }, signal: asking.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById(panel.id) ?? page.body;
    panel.replaceChildren(...document.adoptNode(found).childNodes);
    const heading = panel.querySelector("[data-announce], h2, h3");
    if (heading) announce(heading.getAttribute("data-announce") || (heading.textContent ?? "").trim());
  } catch { /* a hint that does not come is no error */ }
}

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !target.dataset.duplicatesUrl) return;
  const panel = document.getElementById(target.dataset.duplicatesInto ?? "");
  if (!panel) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => void ask(target, panel), pause);
});
