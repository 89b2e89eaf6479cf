// Fetches a served page and everything that it leads to, as a browser would, and says what is wrong with it.

/** Media types that a browser insists on, by the ending of a name. */
const types = {
  css: 'text/css',
  html: 'text/html',
  js: 'text/javascript',
  png: 'image/png',
  svg: 'image/svg+xml',
  webmanifest: 'application/manifest+json',
};

/** Where a file names others. Scripts of the build name each other in plain `import`s. */
const references = {
  html: [/\b(?:src|href)="([^"#]+)(?:#[^"]*)?"/g],
  js: [/\b(?:from|import)\s*\(?\s*["'`]([^"'`]+)["'`]/g, /new URL\(["'`]([^"'`]+)["'`],\s*import\.meta\.url\)/g],
  css: [/url\(["']?([^"')]+)["']?\)/g],
  webmanifest: [/"src":\s*"([^"]+)"/g],
};

/**
 * Visits `entries` below the address of a page and what they name.
 *
 * @param {string} home address of the page, with `/` at its end
 * @param {readonly string[]} entries
 * @returns {Promise<{ visited: string[], complaints: string[] }>} paths relative to `home`
 */
export async function visitSite(home, entries) {
  const [visited, complaints] = [new Set(), []];
  const open = entries.map((entry) => ({ url: new URL(entry, home), from: 'the start' }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { url, from } = next;
    if (url.origin !== new URL(home).origin) continue;
    if (!url.href.startsWith(home)) {
      complaints.push(`${from} leaves the page: ${url.pathname}`);
      continue;
    }
    const path = url.pathname.slice(new URL(home).pathname.length) || 'index.html';
    if (visited.has(path)) continue;
    visited.add(path);
    const answer = await fetch(url);
    const text = await answer.text();
    if (!answer.ok) {
      complaints.push(`${from} names ${path}, which answers ${answer.status}`);
      continue;
    }
    const ending = path.endsWith('/') ? 'html' : path.slice(path.lastIndexOf('.') + 1);
    const type = answer.headers.get('content-type') ?? 'nothing';
    if (types[ending] !== undefined && !type.startsWith(types[ending])) {
      complaints.push(`${path} is served as ${type}. Expected ${types[ending]}`);
    }
    for (const [, name] of (references[ending] ?? []).flatMap((pattern) => [...text.matchAll(pattern)])) {
      open.push({ url: new URL(name, url), from: path });
    }
  }
  return { visited: [...visited].sort(), complaints };
}
