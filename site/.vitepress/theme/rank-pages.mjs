import { searchWords } from '../../search-words.mjs';

/** How much a page counts in the search, by how its path begins; the first that fits. */
const weights = [
  ['guides/', 1.6],
  ['troubleshooting/', 1.5],
  ['how-it-works/', 1.2],
  ['reference/api/', 0.25],
  ['reference/json', 0.4],
  ['reference/commands/exit-codes', 0.4],
  ['reference/commands/', 0.7],
  ['reference/errors/', 0.7],
  ['reference/flash', 0.7],
];

/** How much more a page counts for a word that people type for it. */
const typed = 8;

const wordsOf = new Map(Object.entries(searchWords).map(([path, words]) => [path, new Set(words.split(' '))]));

/** Returns the weight of a result of the search for one of the words that were typed. */
function weightOf(id, term, base) {
  const path = id.slice(base.length);
  const weight = weights.find(([begin]) => path.startsWith(begin))?.[1] ?? 1;
  return wordsOf.get(path.replace(/\.html.*/, ''))?.has(term) ? weight * typed : weight;
}

/** Has the search prefer pages that tell over pages that list. A function in the configuration would need `eval`. */
export function rankPages({ value: { base, themeConfig } }) {
  themeConfig.search.options.miniSearch.searchOptions.boostDocument = (id, term) => weightOf(id, term, base);
}
