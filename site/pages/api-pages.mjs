// The pages of the packages: README and, by TypeDoc from the doc comments, everything that programs import.
import { posix } from 'node:path';
import { divideExports, listOfNames } from './api/divide-exports.mjs';
import { entryPoints, libraries, readers } from './api/entry-points.mjs';
import { runTypedoc } from './api/run-typedoc.mjs';
import { tidyMarkdown } from './api/tidy-markdown.mjs';

const index = 'reference/api/index.md';

/** Makes a page for every entry point of every package; that of the package itself begins with its README. */
export const apiPages = { name: 'api', make, navigation };

/** Kinds of exports that have pages of their own, by entry point: what `make` found, for the sidebar. */
let kindPages = new Map();

/** @param {{ withApi?: boolean }} [options] `withApi`: not only the READMEs, but also what TypeDoc makes, which takes time */
async function make({ withApi = true } = {}) {
  const entries = entryPoints();
  const texts = withApi ? await runTypedoc(entries) : [];
  const divided = new Map(
    texts.map(({ name, text }) => [
      name,
      dividedText(
        text,
        entries.find((entry) => entry.name === name),
      ),
    ]),
  );
  const pages = entries.flatMap((entry) => entryPages(entry, { entries, texts, divided }));
  kindPages = new Map([...divided].map(([name, { kinds }]) => [name, kinds]));
  return [indexPage(entries), ...pages];
}

/** Returns what TypeDoc made of an entry point, its kinds of exports each with their page and the anchors on it. */
function dividedText(made, { page }) {
  const { about, body } = tidyMarkdown(made);
  const { kept, kinds } = divideExports(body);
  const withPage = (kind) => ({
    ...kind,
    page: `${page.replace(/\.md$/, '')}/${kind.word}.md`,
    anchors: new Set([...kind.text.matchAll(/\{(#[^}]*)\}/g)].map(([, anchor]) => anchor)),
  });
  return { about, kept, kinds: kinds.map(withPage) };
}

/** Returns the items of the sidebar. */
function navigation({ withApi = true } = {}) {
  const entries = entryPoints();
  const pathOf = (page) => page.replace(/\.md$/, '');
  const item = ({ name, page }) => {
    const kinds = kindPages.get(name) ?? [];
    const items = kinds.map((kind) => ({ text: kind.heading, path: pathOf(kind.page) }));
    return { text: name.replace('@esp-prov/', ''), path: pathOf(page), ...(items.length > 0 && { items }) };
  };
  return [
    {
      text: 'Interfaces of the packages',
      items: [
        { text: 'All packages', path: pathOf(index) },
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

/** Returns the page of an entry point, and those of its kinds of exports where one page would be too long. */
function entryPages(entry, known) {
  const { name, page, home } = entry;
  const made = known.divided.get(name);
  const library = libraries().find((each) => each.name === name);
  if (library === undefined && made === undefined) return [];
  const file = library === undefined ? `docs/${page}` : `${home}/README.md`;
  const linked = (text, from) => linksFrom(text, { name, file: from, ...known });
  const kinds = made?.kinds ?? [];
  const lists = kinds.map((kind) => {
    const names = kind.names.map((each) => ({ ...each, gist: linked(each.gist, file) }));
    return listOfNames({ ...kind, names }, posix.relative(posix.dirname(file), `docs/${kind.page}`));
  });
  const api = [...lists, linked(made?.kept ?? '', file)].join('\n\n');
  const head =
    library === undefined ? `# ${name}\n\n${linked(made.about, file) || readers[name]}` : library.readme.trim();
  return [
    {
      path: page,
      home: file,
      text: `${head}\n\n${api}\n`,
      shows: library === undefined ? [] : [home, `${home}/README.md`],
    },
    ...kinds.map((kind) => kindPage(entry, kind, linked)),
  ];
}

function kindPage({ name, page }, kind, linked) {
  const home = `docs/${kind.page}`;
  const about = `For authors of programs that import [${name}](${posix.relative(posix.dirname(kind.page), page)}): its ${kind.word}.`;
  const text = ['---', 'outline: 2', '---', '', `# ${name}: ${kind.word}`, '', about, '', linked(kind.text, home)];
  return { path: kind.page, home, text: `${text.join('\n')}\n` };
}

/**
 * Links of TypeDoc lead to its own files, or to a place in the same one; they become links from `file` to the page that
 * has the place.
 */
function linksFrom(text, { name, file, entries, texts, divided }) {
  const url = texts.find((each) => each.name === name)?.url;
  if (url === undefined) return text;
  return text.replaceAll(/\]\(([^)\s#]+\.md)?(#[^)\s]*)?\)/g, (whole, target, anchor = '') => {
    if (target === undefined && anchor === '') return whole;
    const wanted = target === undefined ? url : posix.normalize(posix.join(posix.dirname(url), target));
    const entry = entries.find((each) => each.name === texts.find((each) => each.url === wanted)?.name);
    if (entry === undefined) throw new Error(`${url} links to ${target}, which is no entry point`);
    const kind = divided.get(entry.name).kinds.find(({ anchors }) => anchors.has(anchor));
    const page = `docs/${kind?.page ?? entry.page}`;
    const ownPage = page === file || (kind === undefined && entry.name === name && file.endsWith('/README.md'));
    return `](${ownPage ? '' : posix.relative(posix.dirname(file), page)}${anchor})`;
  });
}
