// Copies the few files that pages use out of node_modules into the git-ignored vendor/: `npm run vendor` after `npm ci`.
// Fonts are cut down to the characters and weights that the style sheets name, because a page has a budget.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
// @ts-expect-error it comes without types
import subset from "subset-font";

const here = new URL("./", import.meta.url);
const modules = new URL("node_modules/", here);
const vendor = new URL("vendor/", here);

/** The characters that tokens.css promises in the first file of each family: western European letters, digits, punctuation. */
const ranges = "20-7E A0 A1 A9 AB B0 B7 BB BF C0-FF 152-153 178 2013-2014 2018-201A 201C-201E 2022 2026 2039-203A 20AC 2212";
const latin = ranges.split(" ").map((range) => {
  const [from = 0, to = from] = range.split("-").map((code) => Number.parseInt(code, 16));
  return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, step) => from + step));
}).join("");

// The serif is one weight, as in a printed book, with its kerning. The sans is variable; its kerning alone weighs as much as
// all its letters and is not missed at the size of a label, its tabular figures would be.
const serif = { variationAxes: { wght: 430 }, keepFeatures: ["kern", "liga", "ccmp", "locl"] };
const sans = { variationAxes: { wght: { min: 400, max: 600, default: 400 } }, keepFeatures: ["tnum", "ccmp", "locl"] };

/** @type {{ from: string, to: string, cut?: object }[]} */
const fonts = [
  { from: "newsreader/files/newsreader-latin-wght-normal.woff2", to: "newsreader.woff2", cut: serif },
  { from: "newsreader/files/newsreader-latin-wght-italic.woff2", to: "newsreader-italic.woff2", cut: serif },
  { from: "newsreader/files/newsreader-latin-ext-wght-normal.woff2", to: "newsreader-ext.woff2" },
  { from: "instrument-sans/files/instrument-sans-latin-wght-normal.woff2", to: "instrument-sans.woff2", cut: sans },
  { from: "instrument-sans/files/instrument-sans-latin-ext-wght-normal.woff2", to: "instrument-sans-ext.woff2" },
];

rmSync(vendor, { recursive: true, force: true });
mkdirSync(new URL("fonts/", vendor), { recursive: true });

// The library ships its minified build as a script, not as a module; one line makes it one.
const morph = readFileSync(new URL("idiomorph/dist/idiomorph.min.js", modules), "utf8");
writeFileSync(new URL("idiomorph.js", vendor), `${morph}\nexport { Idiomorph };\n`);
copyFileSync(new URL("idiomorph/dist/idiomorph.d.ts", modules), new URL("idiomorph.d.ts", vendor));
copyFileSync(new URL("idiomorph/LICENSE", modules), new URL("idiomorph-LICENSE", vendor));

for (const { from, to, cut } of fonts) {
  const file = readFileSync(new URL(`@fontsource-variable/${from}`, modules));
  writeFileSync(new URL(`fonts/${to}`, vendor), cut ? await subset(file, latin, { targetFormat: "woff2", ...cut }) : file);
}
for (const family of ["newsreader", "instrument-sans"]) {
  copyFileSync(new URL(`@fontsource-variable/${family}/LICENSE`, modules), new URL(`fonts/${family}-LICENSE`, vendor));
}

for (const file of ["idiomorph.js", ...fonts.map((font) => `fonts/${font.to}`)]) {
  const bytes = readFileSync(new URL(file, vendor));
  const wire = file.endsWith(".js") ? gzipSync(bytes) : bytes;
  console.log(`vendor/${file}: ${(wire.length / 1024).toFixed(1)} kB on the wire`);
}
