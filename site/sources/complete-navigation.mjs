/** @typedef {{ text?: string, folder?: string, path?: string, items?: readonly Item[], made?: string }} Item */

/**
 * Returns the sections of the site with the items of made pages in the places that `{ made: NAME }` keeps for them.
 *
 * @param {readonly Item[]} sections
 * @param {ReadonlyMap<string, readonly Item[]>} made items by the name of the maker; one that did not run has none
 * @returns {Item[]}
 */
export function completeNavigation(sections, made) {
  const completed = (items) =>
    items.flatMap((item) => {
      if (item.made !== undefined) return made.get(item.made) ?? [];
      return [item.items === undefined ? item : { ...item, items: completed(item.items) }];
    });
  return completed(sections);
}

/**
 * Returns all paths that a list of sections or items names, in reading order.
 *
 * @param {readonly Item[]} items
 * @returns {string[]}
 */
export function pathsOf(items) {
  return items.flatMap(({ path, items: inner = [] }) => [...(path === undefined ? [] : [path]), ...pathsOf(inner)]);
}
