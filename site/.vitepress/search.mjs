/** Options of the search: what is in its index, and what counts. */
export const search = {
  detailedView: false,
  disableDetailedView: true,
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
