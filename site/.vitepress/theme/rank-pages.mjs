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

/** Returns the weight of a result of the search. */
function weightOf(id, base) {
  const path = id.slice(base.length);
  return weights.find(([begin]) => path.startsWith(begin))?.[1] ?? 1;
}

/** Has the search prefer pages that tell over pages that list. A function in the configuration would need `eval`. */
export function rankPages({ value: { base, themeConfig } }) {
  themeConfig.search.options.miniSearch.searchOptions.boostDocument = (id) => weightOf(id, base);
}
