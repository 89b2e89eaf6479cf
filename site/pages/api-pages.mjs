// The pages of the packages: README and, by TypeDoc from the doc comments, everything that programs import.
import { posix } from 'node:path';
import { entryPoints, libraries, readers } from './api/entry-points.mjs';
import { runTypedoc } from './api/run-typedoc.mjs';
import { tidyMarkdown } from './api/tidy-markdown.mjs';

const index = 'reference/api/index.md';

/** Makes a page for every entry point of every package; that of the package itself begins with its README. */
export const apiPages = { name: 'api', make, navigation };

/** @param {{ withApi?: boolean }} [options] `withApi`: not only the READMEs, but also what TypeDoc makes, which takes time */
async function make({ withApi = true } = {}) {
  const entries = entryPoints();
  const texts = withApi ? await runTypedoc(entries) : [];
  const pages = entries.map((entry) => entryPage(entry, { entries, texts }));
  return [indexPage(entries), ...pages.filter((page) => page !== undefined)];
}

/** Returns the items of the sidebar. */
function navigation({ withApi = true } = {}) {
  const entries = entryPoints();
  const item = ({ name, page }) => ({ text: name.replace('@esp-prov/', ''), path: page.replace(/\.md$/, '') });
  return [
    {
      text: 'Interfaces of the packages',
      items: [
        { text: 'All packages', path: index.replace(/\.md$/, '') },
        ...entries.filter(({ name }) => withApi || isPackage(name)).map(item),
      ],
    },
  ];
}

function isPackage(name) {
  return name.split('/').length === 2;
}

function indexPage(entries) {
  const lines = libraries().flatMap(({ name, description, page }) => [
    `- [${name}](${posix.relative(posix.dirname(index), page)}): ${description}`,
    ...entries
      .filter((entry) => entry.name.startsWith(`${name}/`))
      .map((entry) => `  - [${entry.name}](${posix.relative(posix.dirname(index), entry.page)})`),
  ]);
  const text = [
    '# Interfaces of the packages',
    '',
    'For authors of programs that import one of the packages: every package with what it exports, made from the comments',
    'in its sources. All run on Node 20.19 and later; the text of each says where else.',
    '',
    ...lines,
  ];
  return { path: index, home: `docs/${index}`, text: `${text.join('\n')}\n`, shows: ['packages'] };
}

function entryPage(entry, { entries, texts }) {
  const { name, page, home } = entry;
  const made = texts.find((each) => each.name === name);
  const library = libraries().find((each) => each.name === name);
  if (library === undefined && made === undefined) return undefined;
  const { about, body } = made === undefined ? { about: '', body: '' } : tidyMarkdown(made.text);
  const file = library === undefined ? `docs/${page}` : `${home}/README.md`;
  const api = linksFrom(body, made?.url, { file, entries, texts });
  const head =
    library === undefined
      ? `# ${name}\n\n${linksFrom(about, made.url, { file, entries, texts }) || readers[name]}`
      : library.readme.trim();
  return {
    path: page,
    home: file,
    text: `${head}\n\n${api}\n`,
    shows: library === undefined ? [] : [home, `${home}/README.md`],
  };
}

/** Links of TypeDoc lead to its own files; they become links from the file that the page shows. */
function linksFrom(text, url, { file, entries, texts }) {
  if (url === undefined) return text;
  return text.replaceAll(/\]\(([^)\s#]+\.md)(#[^)\s]*)?\)/g, (_whole, target, anchor = '') => {
    const wanted = posix.normalize(posix.join(posix.dirname(url), target));
    const name = texts.find((each) => each.url === wanted)?.name;
    const entry = entries.find((each) => each.name === name);
    if (entry === undefined) throw new Error(`${url} links to ${target}, which is no entry point`);
    return `](${posix.relative(posix.dirname(file), `docs/${entry.page}`)}${anchor})`;
  });
}
