// Takes the place of `minisearch` in the search box, which has no setting for this.
import MiniSearch from '../../node_modules/minisearch/dist/es/index.js';
import { forgiving } from './forgiving-search.mjs';

/** What the search box uses of MiniSearch. */
export default { loadJSON: (...given) => forgiving(MiniSearch.loadJSON(...given)) };
