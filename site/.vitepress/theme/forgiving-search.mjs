import { gistOfQuery } from './gist-of-query.mjs';

/** Has an index take questions, and find, where no page has all words, those that have some. Returns it. */
export function forgiving(index) {
  const search = index.search.bind(index);
  index.search = (query, options) => {
    const gist = gistOfQuery(query);
    const strict = search(gist, options);
    return strict.length > 0 ? strict : search(gist, { ...options, combineWith: 'OR' });
  };
  return index;
}
