// Says how many characters are left, once that begins to matter: <textarea maxlength="8000" data-count>.

/** From here on the number is shown. @param {number} limit */
const matters = (limit) => Math.max(100, limit / 5);

/** @param {EventTarget | null} target */
export function count(target) {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) || !target.hasAttribute("data-count") || target.maxLength < 0) return;
  const left = target.maxLength - target.value.length;
  const id = `${target.id}-count`;
  let line = document.getElementById(id);
  if (left > matters(target.maxLength)) return line?.remove();
  if (!line) {
    line = document.createElement("p");
    line.id = id;
    line.className = "count";
    target.after(line);
  }
  line.toggleAttribute("data-near", left <= target.maxLength / 20);
  line.textContent = (target.dataset.countText ?? document.getElementById("announce")?.dataset.countText ?? "{n} characters left").replace("{n}", new Intl.NumberFormat(document.documentElement.lang || undefined).format(left));
}

document.addEventListener("input", (event) => count(event.target));
document.addEventListener("weft:shown", () => document.querySelectorAll("[data-count]").forEach(count));
document.querySelectorAll("[data-count]").forEach(count);
