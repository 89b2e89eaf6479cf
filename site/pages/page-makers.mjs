import { errorPages } from './error-pages.mjs';

/**
 * What makes pages from the code, in the order in which they run.
 *
 * @type {{ name: string, make: () => Promise<import('../sources/lay-out.mjs').Page[]> }[]}
 */
export const pageMakers = [errorPages];
