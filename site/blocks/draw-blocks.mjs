// Fenced blocks whose content is made by the code when the site is built.
import { blockMakers } from './block-makers.mjs';

/**
 * Replaces every fenced block that has a maker by what the maker returns. The first word behind the fence names the
 * maker; the rest of that line and the body are handed to it.
 *
 * @param {string} text
 */
export async function drawBlocks(text) {
  const parts = text.split(/(^```[a-z-]+[^\n]*\n.*?^```$)/ms);
  const drawn = parts.map((part, index) => {
    const found = index % 2 === 1 ? /^```([a-z-]+) *([^\n]*)\n(.*?)^```$/ms.exec(part) : null;
    const make = found === null ? undefined : blockMakers[found[1]];
    return make === undefined ? part : make({ argument: found[2].trim(), body: found[3] });
  });
  return (await Promise.all(drawn)).join('');
}
