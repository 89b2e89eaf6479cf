import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordRules } from '../../../site/checks/word-faults.mjs';
import { pageMakers } from '../../../site/pages/page-makers.mjs';

/** What the built files name is there, with no browser: pages, anchors, pictures, scripts. */
export function linkCases(sites) {
  return sites.flatMap((site) => [
    { name: `links: ${site.base}`, run: async () => linkFaults(site) },
    ...(site.name === 'root' ? [{ name: 'words: pages of the interfaces', run: async () => apiFaults() }] : []),
  ]);
}

function linkFaults({ base, out }) {
  const files = new Set(filesBelow(out));
  const anchors = new Map();
  const texts = new Map();
  for (const file of files) {
    if (!file.endsWith('.html') || file.startsWith('demo/')) continue;
    const text = readFileSync(join(out, file), 'utf8');
    texts.set(file, text);
    anchors.set(file, new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decoded(id))));
  }
  const faults = new Set();
  for (const [file, text] of texts) {
    for (const [, raw] of text.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const target = raw.replaceAll('&amp;', '&');
      if (/^(?:data|mailto):/.test(target)) continue;
      const url = new URL(target, `http://site${base}${file}`);
      if (url.host !== 'site') continue;
      if (!url.pathname.startsWith(base)) {
        faults.add(`${file}: ${target} leaves the base`);
        continue;
      }
      const path = decoded(url.pathname.slice(base.length));
      const named = path === '' || path.endsWith('/') ? `${path}index.html` : path;
      if (!files.has(named)) faults.add(`${file}: ${target} leads to nothing`);
      else if (url.hash && anchors.has(named) && !anchors.get(named).has(decoded(url.hash.slice(1)))) {
        faults.add(`${file}: ${target} names no place`);
      }
    }
  }
  return texts.size < 20 ? [`only ${texts.size} pages`] : [...faults];
}

/** The words of made pages that the tests leave out, as they take long to make. */
function apiFaults() {
  const folder = fileURLToPath(new URL('../../../site/dist/source/reference/api', import.meta.url));
  if (!pageMakers.some(({ name }) => name === 'api')) return [];
  return filesBelow(folder)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return Object.values(wordRules).flatMap((rule) => rule(text).map((fault) => `${name}: ${fault}`));
    });
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
