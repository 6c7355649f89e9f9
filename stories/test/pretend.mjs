#!/usr/bin/env node
// A few pages behind the same command line as the binary, so that the harness can be tried by itself. FAULT puts
// faults into them (a list with commas), which the stories must find.

import { createServer } from 'node:http';

const faults = new Set((process.env.FAULT ?? '').split(','));
const demo = process.argv[2] === 'demo';

const PEOPLE = { 'Ada “Loom” Byron': 'member', 'Mo Derby': 'member moderator', 'Olu Perez': 'member operator' };

const STYLE = `
  :root { color-scheme: light dark }
  body { margin: 1rem; font: 1rem sans-serif; background: #fff; color: #222 }
  a { color: #00458b }
  @media (prefers-color-scheme: dark) {
    body { background: #111; color: #eee }
    a { color: ${faults.has('dark contrast') ? '#333' : '#9cf'} }
  }
  ${faults.has('invisible focus') ? '* { outline: none !important }' : ''}
  table { inline-size: 30rem }
  .scroller { overflow-x: auto }
  li a { display: inline-block; min-block-size: 24px }`;

/** @param {string} title @param {string} body */
const html = (title, body) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">` +
  '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/style.css"></head>' +
  `<body><nav aria-label="House"><a href="/">Home</a> <a href="/ideas">Ideas</a></nav><main>${body}</main></body></html>`;

/** @type {Record<string, () => string>} */
const pages = {
  '/': () =>
    html('Home', `<h1>Home</h1><p>A house of <a href="/list.csv" download>lists</a>, <a href="/about?from=home">words</a> and
      <a href="https://example.org/">elsewhere</a>.</p>${faults.has('two headings') ? '<h1>Again</h1>' : ''}`),
  '/about': () => html('About', `<h1>About</h1><p>Words.</p>${faults.has('too heavy') ? `<!--${'weft'.repeat(16_000)}-->` : ''}`),
  '/ideas': () =>
    html('Ideas', `<h1>Ideas</h1><ul><li><a href="/ideas/7k3m0c2v9d4xa">Stronger thread</a></li>
      <li><a href="/ideas/7k3m0c2v9d4xb">More buttons</a></li></ul>
      ${faults.has('dead link') ? '<a href="/nowhere">Nowhere</a>' : ''}`),
  '/ideas/7k3m0c2v9d4xa': () =>
    html('Stronger thread', `<h1>Stronger thread</h1>
      <div ${faults.has('too wide') ? '' : 'class="scroller" tabindex="0" role="region" aria-label="Votes"'}>
        <table><tr><th>Votes</th><td>${demo ? 3 : 0}</td></tr></table></div>
      ${faults.has('script error') ? '<script>nothing.at.all</script>' : ''}
      ${faults.has('missing picture') ? '<img src="/gone.png" alt="Gone">' : ''}`),
};

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://pretend').pathname;
  const send = (/** @type {number} */ status, /** @type {string} */ type, /** @type {string} */ body, headers = {}) => {
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(body);
  };
  if (path === '/style.css') return send(200, 'text/css', STYLE);
  if (path === '/list.csv') return send(200, 'text/csv', 'a,b\n', { 'content-disposition': 'attachment' });
  if (path === '/demo' && demo) {
    const forms = Object.entries(PEOPLE).map(([name, roles], index) =>
      `<form method="post" action="/sign-in/${index}" data-person="${name}" data-roles="${roles}"><button>${name}</button></form>`);
    return send(200, 'text/html', html('People', `<h1>People</h1>${forms.join('')}`));
  }
  if (path.startsWith('/sign-in/')) {
    return send(303, 'text/plain', '', { location: '/', 'set-cookie': `who=${path.slice(9)}; HttpOnly; Path=/` });
  }
  if (path === '/api/me') {
    const who = request.headers.cookie?.match(/who=(\d)/)?.[1];
    return who === undefined
      ? send(401, 'application/problem+json', '{"title":"Nobody is signed in"}')
      : send(200, 'application/json', JSON.stringify({ name: Object.keys(PEOPLE)[Number(who)] }));
  }
  if (faults.has('falls over') && path === '/ideas') process.exit(3);
  const page = pages[path];
  return page ? send(200, 'text/html', page()) : send(404, 'text/html', html('Not here', '<h1>Not here</h1>'));
});

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (faults.has('does not start')) process.exit(1);
  if (address && typeof address === 'object') console.log(`Weft is at http://127.0.0.1:${address.port} now`);
});
