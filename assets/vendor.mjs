// Copies the few files that pages use out of node_modules into the git-ignored vendor/: `npm run vendor` after `npm ci`.
// Fonts are cut down to the characters and weights that the style sheets name, because a page has a budget.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
// @ts-expect-error it comes without types
import subset from "subset-font";

const here = new URL("./", import.meta.url);
const modules = new URL("node_modules/", here);
const vendor = new URL("vendor/", here);

/** The characters of the unicode-range that tokens.css gives the first file of each family. */
function latin() {
  /** @type {[number, number][]} */
  const ranges = [[0x20, 0x7e], [0xa0, 0xff], [0x131, 0x131], [0x152, 0x153], [0x160, 0x161], [0x178, 0x178], [0x17d, 0x17e],
    [0x2010, 0x2015], [0x2018, 0x201e], [0x2020, 0x2022], [0x2026, 0x2026], [0x2032, 0x2033], [0x2039, 0x203a], [0x20ac, 0x20ac], [0x2212, 0x2212]];
  let text = "";
  for (const [from, to] of ranges) for (let code = from; code <= to; code += 1) text += String.fromCodePoint(code);
  return text;
}

/** @type {{ from: string, to: string, cut?: object }[]} */
const fonts = [
  // One weight of the serif: headings and reading text are the same cut, as in a printed book.
  { from: "newsreader/files/newsreader-latin-wght-normal.woff2", to: "newsreader.woff2", cut: { variationAxes: { wght: 430 }, noLayoutClosure: true } },
  { from: "newsreader/files/newsreader-latin-wght-italic.woff2", to: "newsreader-italic.woff2", cut: { variationAxes: { wght: 430 }, noLayoutClosure: true } },
  { from: "newsreader/files/newsreader-latin-ext-wght-normal.woff2", to: "newsreader-ext.woff2" },
  { from: "instrument-sans/files/instrument-sans-latin-wght-normal.woff2", to: "instrument-sans.woff2", cut: { variationAxes: { wght: { min: 400, max: 600, default: 400 } } } },
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
  writeFileSync(new URL(`fonts/${to}`, vendor), cut ? await subset(file, latin(), { targetFormat: "woff2", ...cut }) : file);
}
for (const family of ["newsreader", "instrument-sans"]) {
  copyFileSync(new URL(`@fontsource-variable/${family}/LICENSE`, modules), new URL(`fonts/${family}-LICENSE`, vendor));
}

for (const file of ["idiomorph.js", ...fonts.map((font) => `fonts/${font.to}`)]) {
  const bytes = readFileSync(new URL(file, vendor));
  const wire = file.endsWith(".js") ? gzipSync(bytes) : bytes;
  console.log(`vendor/${file}: ${(wire.length / 1024).toFixed(1)} kB on the wire`);
}
