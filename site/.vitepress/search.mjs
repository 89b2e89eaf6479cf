import { searchWords } from '../search-words.mjs';

/** Pages that are looked up by name, of which the index has no prose. */
const lists = /^reference\/(?:api|json)\//;

/** Options of the search: what is in its index, and what counts. */
export const search = {
  detailedView: false,
  disableDetailedView: true,
  _render(markdown, env, md) {
    const html = md.render(markdown, env);
    if (env.frontmatter?.search === false) return '';
    return withWords(lists.test(env.relativePath) ? namesIn(html) : html, env.relativePath);
  },
  miniSearch: {
    searchOptions: {
      combineWith: 'AND',
      prefix: true,
      fuzzy: 0.15,
      maxFuzzy: 2,
      boost: { title: 5, titles: 2, text: 1 },
    },
  },
};

/** Returns a page with what people type for it below its title, for the index alone. */
function withWords(html, path) {
  const words = searchWords[path.replace(/\.md$/, '')];
  return words === undefined ? html : html.replace('</h1>', `</h1>\n<p>${words}</p>`);
}

/** Returns the headings of a page, each with the members that its section names. */
function namesIn(html) {
  return html
    .split(/(?=<h[1-6]\b)/)
    .map((section) => {
      const [heading = ''] = /^<h([1-6])\b.*?<\/h\1>/s.exec(section) ?? [];
      const members = section.slice(heading.length).matchAll(/<li>(?:<p>)?\s*(<code[^>]*>[^<]{1,60}<\/code>)/g);
      return `${heading}\n${[...members].map(([, code]) => code).join(' ')}\n`;
    })
    .join('');
}
