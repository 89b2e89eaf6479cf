import { wireBlock } from './wire-block.mjs';
import { wireRunBlock } from './wire-run-block.mjs';
import { wireValuesBlock } from './wire-values-block.mjs';

/**
 * What makes the content of a fenced block, by the first word behind the fence. Returns Markdown.
 *
 * @type {Record<string, (block: { argument: string, body: string }) => string | Promise<string>>}
 */
export const blockMakers = {
  wire: wireBlock,
  'wire-run': wireRunBlock,
  'wire-values': wireValuesBlock,
};
