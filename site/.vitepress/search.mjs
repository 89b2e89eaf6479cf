/** Pages that are looked up by name, of which the index has no prose. */
const lists = /^reference\/(?:api|json)\//;

/** Options of the search: what is in its index, and what counts. */
export const search = {
  detailedView: false,
  disableDetailedView: true,
  _render(markdown, env, md) {
    const html = md.render(markdown, env);
    if (env.frontmatter?.search === false) return '';
    return lists.test(env.relativePath) ? namesIn(html) : html;
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
