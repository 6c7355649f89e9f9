// Looks at every pattern in a browser, served from loopback under the policy that production uses:
//   npm run look                       axe in both themes, no sideways scrolling, no blocked resource; exits 1 on a finding
//   npm run look -- --shots FOLDER     also writes a picture of each page at 320, 768 and 1280 px in both themes
//   npm run look -- --only idea,home   only these pages
// CHROMIUM names the browser; /usr/bin/chromium when it is not set.
import { createServer } from "node:http";
import { mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../", import.meta.url));
const kinds = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".jpg": "image/jpeg" };
const policy = "default-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Serves the assets folder on a free loopback port. */
export function serve() {
  const server = createServer((request, response) => {
    const path = join(root, normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname)));
    if (!path.startsWith(root) || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    const kind = kinds[/** @type {keyof typeof kinds} */ (extname(path))] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": kind, "content-security-policy": policy }).end(readFileSync(path));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    resolve({ server, origin: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}` });
  }));
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const browse = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });

async function look() {
  const { values } = parseArgs({ options: { shots: { type: "string" }, only: { type: "string" }, widths: { type: "string", default: "320,768,1280" } } });
  const only = values.only?.split(",");
  const pages = readdirSync(join(root, "patterns")).filter((name) => name.endsWith(".html") && name !== "shell.html").map((name) => name.slice(0, -5)).filter((name) => !only || only.includes(name));
  const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
  if (values.shots) mkdirSync(values.shots, { recursive: true });
  const { server, origin } = await serve();
  const browser = await browse();
  let findings = 0;
  const found = (/** @type {string} */ what) => { findings += 1; console.error(what); };
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    for (const width of values.widths.split(",").map(Number)) {
      // bypassCSP lets axe be put into the page; what the page itself asks for is still reported below.
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, reducedMotion: "reduce", bypassCSP: false });
      for (const name of pages) {
        const page = await context.newPage();
        page.on("console", (message) => { if (message.type() === "error" && !/status of (404|405|501)/.test(message.text())) found(`${name} ${theme} ${width}: ${message.text()}`); });
        page.on("pageerror", (error) => found(`${name} ${theme} ${width}: ${error.message}`));
        await page.goto(`${origin}/patterns/${name}.html`, { waitUntil: "load" });
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) found(`${name} ${theme} ${width}: ${overflow} px wider than the window`);
        if (values.shots) await page.screenshot({ path: join(values.shots, `${name}-${theme}-${width}.png`), fullPage: true });
        await page.evaluate(axe);
        const results = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
        for (const violation of results.violations) {
          for (const node of violation.nodes) found(`${name} ${theme} ${width}: ${violation.id}: ${node.target.join(" ")}: ${node.failureSummary?.replaceAll("\n", " ")}`);
        }
        await page.close();
      }
      await context.close();
    }
  }
  await browser.close();
  server.close();
  console.log(findings ? `${findings} findings` : `${pages.length} patterns, both themes, ${values.widths} px: nothing found`);
  process.exitCode = findings ? 1 : 0;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) await look();
