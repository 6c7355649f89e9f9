// Draws new markup into old and leaves alone what the reader did to it: words half typed, choices made, details opened.
import { Idiomorph } from "../vendor/idiomorph.js";

/**
 * Where the focus is, in words that survive a morph.
 * @returns {() => HTMLElement | null | undefined}
 */
export function focusKeeper() {
  const held = document.activeElement;
  if (!(held instanceof HTMLElement) || held === document.body) return () => null;
  const form = "form" in held && held.form instanceof HTMLFormElement ? held.form : null;
  const action = form?.getAttribute("action");
  const index = form ? [...form.elements].indexOf(held) : -1;
  const label = (/** @type {Element} */ control) => control.getAttribute("aria-label") ?? control.textContent;
  const said = label(held);
  return () => {
    if (held.id) return document.getElementById(held.id);
    if (held.isConnected && label(held) === said) return held;
    const again = [...document.forms].find((other) => action && other.getAttribute("action") === action);
    return /** @type {HTMLElement | undefined} */ (again?.elements[index]);
  };
}

/**
 * Fields that hold something nobody has sent yet, outside the form that was sent.
 * @param {HTMLFormElement} [sent] @returns {Set<Element>}
 */
function halfTyped(sent) {
  /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>} */
  const fields = document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select)");
  return new Set([...fields].filter((field) => {
    if (field.form && field.form === sent) return false;
    if (field instanceof HTMLSelectElement) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    if (field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio")) return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  }));
}

/**
 * Morphs one element into another and leaves alone what the reader did to it.
 * @param {Element} old @param {Element | string} next @param {{ sent?: HTMLFormElement, inside?: boolean }} [options]
 */
export function morph(old, next, { sent, inside = false } = {}) {
  const kept = halfTyped(sent);
  Idiomorph.morph(old, next, {
    morphStyle: inside ? "innerHTML" : "outerHTML",
    callbacks: {
      beforeNodeMorphed: (node) => !(node instanceof HTMLSelectElement && kept.has(node)),
      beforeAttributeUpdated: (name, node) => !((["value", "checked"].includes(name) && kept.has(node)) || (name === "open" && node instanceof HTMLDetailsElement)),
    },
  });
}
