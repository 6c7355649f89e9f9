// Half-typed text stays on this device until it is sent: <form data-draft="idea:new">. The key names the reader too, whom
// <body data-reader> tells, so that two people at one tablet never see each other's words. Passwords, hidden fields and files are never kept.

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

const pause = 400;
/** @type {WeakSet<HTMLFormElement>} */
const restored = new WeakSet();
/** @type {WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const waiting = new WeakMap();

/** @param {HTMLFormElement} form */
const keyOf = (form) => ["weft:draft", document.body.dataset.reader, form.dataset.draft].filter(Boolean).join(":");
/** @param {string} key */
const sentKey = (key) => `${key}:sent`;

/** @param {HTMLFormElement} form @returns {Field[]} */
function fields(form) {
  return /** @type {Field[]} */ ([...form.elements].filter((field) => (field instanceof HTMLTextAreaElement
    || (field instanceof HTMLInputElement && ["text", "search", "url", "date", "time", "number"].includes(field.type)))
    && field.name && field.autocomplete !== "off"));
}

/** @param {HTMLFormElement} form */
export function keep(form) {
  const typed = Object.fromEntries(fields(form).filter((field) => field.value !== field.defaultValue).map((field) => [field.name, field.value]));
  try {
    if (Object.keys(typed).length) localStorage.setItem(keyOf(form), JSON.stringify(typed));
    else localStorage.removeItem(keyOf(form));
  } catch { /* storage full or forbidden: the form still works */ }
}

/** @param {HTMLFormElement} form */
export function forget(form) {
  clearTimeout(waiting.get(form));
  try {
    localStorage.removeItem(keyOf(form));
    sessionStorage.removeItem(sentKey(keyOf(form)));
  } catch { /* nothing was kept */ }
  form.querySelector(":scope > .kept")?.remove();
}

/** Puts kept words back where the server sent none. @param {HTMLFormElement} form */
export function restore(form) {
  if (restored.has(form)) return;
  restored.add(form);
  /** @type {Record<string, string>} */
  let typed = {};
  try {
    const refused = form.querySelector(".errors, [aria-invalid=true]");
    if (sessionStorage.getItem(sentKey(keyOf(form))) && !refused) return forget(form);
    typed = JSON.parse(localStorage.getItem(keyOf(form)) ?? "{}");
  } catch { return; }
  const back = fields(form).filter((field) => typeof typed[field.name] === "string" && field.value === field.defaultValue && field.value !== typed[field.name]);
  if (!back.length) return;
  for (const field of back) {
    field.value = typed[field.name] ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.prepend(note(form, back));
}

/** @param {HTMLFormElement} form @param {Field[]} back */
function note(form, back) {
  const line = document.createElement("div");
  line.className = "kept";
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  const words = document.getElementById("announce")?.dataset;
  said.textContent = form.dataset.draftKept ?? words?.draftKept ?? "Your unsent words are back.";
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "button plain small";
  discard.textContent = form.dataset.draftDiscard ?? words?.draftDiscard ?? "Discard them";
  discard.addEventListener("click", () => {
    for (const field of back) field.value = field.defaultValue;
    forget(form);
    back[0]?.focus();
  });
  line.append(said, discard);
  return line;
}

/** @param {Event} event @returns {HTMLFormElement | null} */
const drafted = ({ target }) => {
  const form = target instanceof HTMLFormElement ? target : target instanceof Element ? target.closest("form") : null;
  return form?.dataset.draft ? form : null;
};

document.addEventListener("input", (event) => {
  const form = drafted(event);
  if (!form) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keep(form), pause));
});
document.addEventListener("submit", (event) => {
  const form = drafted(event);
  if (!form) return;
  clearTimeout(waiting.get(form));
  keep(form);
  if (form.hasAttribute("data-enhance")) return;
  try { sessionStorage.setItem(sentKey(keyOf(form)), "1"); } catch { /* the draft is offered once more */ }
});
document.addEventListener("weft:sent", (event) => {
  const form = drafted(event);
  if (form && /** @type {CustomEvent} */ (event).detail.ok) forget(form);
});
const look = () => document.querySelectorAll("form[data-draft]").forEach((form) => restore(/** @type {HTMLFormElement} */ (form)));
document.addEventListener("weft:shown", look);
look();
