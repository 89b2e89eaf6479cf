import { Help } from 'commander';
import { wrapped } from '../terminal/wrapped.ts';

/** Places for descriptions below which they stand under their options rather than beside them. */
const leastBeside = 40;
const besideTerm = 4;
const below = ' '.repeat(6);

/** Returns an option or a command with its description; where that has no room beside it, on the lines below. */
export function helpItem(term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  if (width - termWidth - besideTerm >= leastBeside || !description) {
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  }
  return [`  ${term}`, ...wrapped(`${below}${description}`, width)].join('\n');
}
