// Fenced blocks whose content is made by the code when the site is built.
import { blockMakers } from './block-makers.mjs';

/**
 * Replaces every fenced block that has a maker by what the maker returns. The first word behind the fence names the
 * maker; the rest of that line and the body are handed to it.
 *
 * @param {string} text
 * @param {{ home: string }} options `home`: the file that holds the text
 * @throws Error that names the page and the line, if a maker refuses what the fence says
 */
export async function drawBlocks(text, { home }) {
  const parts = text.split(/(^```[a-z-]+[^\n]*\n.*?^```$)/ms);
  const drawn = parts.map(async (part, index) => {
    const found = index % 2 === 1 ? /^```([a-z-]+) *([^\n]*)\n(.*?)^```$/ms.exec(part) : null;
    if (found === null || !Object.hasOwn(blockMakers, found[1])) return part;
    try {
      return await blockMakers[found[1]]({ argument: found[2].trim(), body: found[3] });
    } catch (error) {
      const line = parts.slice(0, index).join('').split('\n').length;
      throw new Error(`${home}:${line}: ${error.message}`, { cause: error });
    }
  });
  return (await Promise.all(drawn)).join('');
}
