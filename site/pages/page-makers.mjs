import { apiPages } from './api-pages.mjs';
import { commandPages } from './command-pages.mjs';
import { errorPages } from './error-pages.mjs';
import { profilePages } from './profile-pages.mjs';
import { schemaPages } from './schema-pages.mjs';

/**
 * What makes pages from the code, in the order in which they run.
 *
 * `make` returns the pages. `navigation` runs after it and returns their items for the sidebar, in reading order: an
 * item is `{ text, path }`, the path without `.md`, and a group `{ text, items }`. They take the place of
 * `{ made: NAME }` in site/navigation.mjs, where NAME is the name of the maker. A maker without `navigation` lists its
 * pages in that file one by one.
 *
 * @typedef {{ text: string, path?: string, items?: Item[], collapsed?: boolean }} Item
 * @typedef {{ withApi?: boolean }} Extent `withApi`: with what takes long, the interfaces of the packages
 * @typedef {{ name: string, make: (extent?: Extent) => Promise<Page[]>,
 *   navigation?: (extent?: Extent) => Item[] | Promise<Item[]> }} PageMaker
 * @typedef {import('../sources/lay-out.mjs').Page} Page
 */

/** @type {PageMaker[]} */
export const pageMakers = [commandPages, errorPages, schemaPages, apiPages, profilePages];
