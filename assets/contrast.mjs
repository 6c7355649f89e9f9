// Computes the contrast of the colours that tokens.css declares, in both themes, for the default brand and for a sweep of
// others: text at least 4.5, borders of controls and the focus ring at least 3.0 (WCAG 2.2, 1.4.3 and 1.4.11).
import { readFileSync } from "node:fs";

/** @typedef {[number, number, number]} Lch   OKLCH: lightness 0–1, chroma, hue in degrees */

const sheet = readFileSync(new URL("css/tokens.css", import.meta.url), "utf8");
const root = sheet.slice(sheet.indexOf(":root {"), sheet.indexOf(":root[data-theme"));
const declared = new Map([...root.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value.trim()]));

/** Text on what it stands on. */
const text = ["ink", "ink-2", "accent", "accent-2", "voice-member", "voice-brand", "voice-staff", "voice-partner", "voice-operator", "good", "busy", "read", "late", "wrong"]
  .flatMap((name) => ["paper", "sheet", "shade"].map((ground) => [name, ground]));
text.push(["on-accent", "accent"], ["on-fill", "fill"], ["paper", "ink"], ["paper", "wrong"]);
const edges = [["edge", "paper"], ["edge", "sheet"], ["focus", "paper"], ["focus", "sheet"], ["focus", "shade"], ["accent", "paper"], ["fill", "paper"], ["wrong", "sheet"]];

/** Splits at commas or blanks outside brackets. @param {string} list @param {RegExp} at */
function split(list, at) {
  let depth = 0;
  const parts = [""];
  for (const letter of list.trim()) {
    if (letter === "(") depth += 1;
    if (letter === ")") depth -= 1;
    if (!depth && at.test(letter)) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** @param {string} term @param {Lch} from @returns {number} */
function number(term, from) {
  const call = term.match(/^(min|max|clamp)\((.*)\)$/s);
  if (call) {
    const [a = 0, b = 0, c = 0] = split(call[2] ?? "", /,/).map((part) => number(part, from));
    return call[1] === "min" ? Math.min(a, b) : call[1] === "max" ? Math.max(a, b) : Math.max(a, Math.min(b, c));
  }
  const channel = { l: from[0], c: from[1], h: from[2] }[term];
  const value = channel ?? Number(term);
  if (Number.isNaN(value)) throw new Error(`cannot compute “${term}”`);
  return value;
}

/** @param {string} value @param {"light" | "dark"} theme @param {Map<string, string>} tokens @returns {Lch} */
function colour(value, theme, tokens) {
  const call = value.match(/^([\w-]+)\((.*)\)$/s);
  const inside = call?.[2] ?? "";
  if (call?.[1] === "var") return colour(tokens.get(inside.slice(2)) ?? "", theme, tokens);
  if (call?.[1] === "light-dark") return colour(split(inside, /,/)[theme === "light" ? 0 : 1] ?? "", theme, tokens);
  if (call?.[1] !== "oklch") throw new Error(`cannot compute “${value}”`);
  const terms = split(inside, /\s/);
  const from = /** @type {Lch} */ (terms[0] === "from" ? colour(terms[1] ?? "", theme, tokens) : [0, 0, 0]);
  const [l = 0, c = 0, h = 0] = (terms[0] === "from" ? terms.slice(2) : terms).map((term) => number(term, from));
  return [l, c, h];
}

/** Linear light of a colour, kept inside sRGB as a screen would. Matrices: Björn Ottosson, “A perceptual color space for image processing” (2020). @param {Lch} lch */
function linear([l, c, h]) {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const [x, y, z] = [(l + 0.3963377774 * a + 0.2158037573 * b) ** 3, (l - 0.1055613458 * a - 0.0638541728 * b) ** 3, (l - 0.0894841775 * a - 1.291485548 * b) ** 3];
  return [4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z, -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z, -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z]
    .map((channel) => Math.min(1, Math.max(0, channel)));
}

/** Contrast ratio (WCAG 2.2, “contrast ratio” and “relative luminance”). @param {Lch} one @param {Lch} other */
export function contrast(one, other) {
  const [bright = 0, dim = 0] = [one, other].map((lch) => {
    const [r = 0, g = 0, b = 0] = linear(lch);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }).sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

/** Every pair of one theme and one pair of brand colours. @param {"light" | "dark"} theme @param {Map<string, string>} tokens */
function pairs(theme, tokens) {
  return [...text.map((pair) => [...pair, 4.5]), ...edges.map((pair) => [...pair, 3])].map(([front = "", back = "", least = 0]) => {
    const ratio = contrast(colour(`var(--${front})`, theme, tokens), colour(`var(--${back})`, theme, tokens));
    return { front, back, ratio, least: Number(least) };
  });
}

let failed = 0;
for (const theme of /** @type {const} */ (["light", "dark"])) {
  const own = pairs(theme, declared);
  let worst = Infinity;
  for (const { front, back, ratio, least } of own) {
    if (ratio < least) {
      failed += 1;
      console.error(`${theme}: ${front} on ${back} is ${ratio.toFixed(2)}, wants ${least}`);
    }
    if (least > 4) worst = Math.min(worst, ratio);
  }
  let sweepWorst = Infinity;
  for (let hue = 0; hue < 360; hue += 10) {
    for (const lightness of [0.05, 0.3, 0.45, 0.6, 0.75, 0.95]) {
      for (const chroma of [0, 0.05, 0.15, 0.3]) {
        const brand = `oklch(${lightness} ${chroma} ${hue})`;
        for (const { front, back, ratio, least } of pairs(theme, new Map([...declared, ["brand", brand], ["brand-2", brand]]))) {
          if (ratio < least) {
            failed += 1;
            if (failed < 20) console.error(`${theme}, brand ${brand}: ${front} on ${back} is ${ratio.toFixed(2)}, wants ${least}`);
          }
          if (least > 4) sweepWorst = Math.min(sweepWorst, ratio);
        }
      }
    }
  }
  console.log(`${theme}: ${own.length} pairs, weakest text ${worst.toFixed(2)}; over 864 other brands ${sweepWorst.toFixed(2)}`);
}
process.exitCode = failed ? 1 : 0;
