import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseBytes } from './bytes.ts';

/** Where the partition table of an image is. */
export interface TableOptions {
  /** Default: where one is found. */
  readonly partitionTableOffset?: number;
}

/** Words of a project for subtypes, as they were given. */
export interface SubtypeOptions {
  readonly extraPartitionSubtypes?: readonly string[];
}

/** Adds the option for the place of the partition table. */
export function withTableOffset(command: Command, fallback = 'where one is found'): Command {
  return command.addOption(
    new Option(
      '--partition-table-offset <bytes>',
      `where the partition table is, such as 0xC000 (default: ${fallback})`,
    ).argParser(parseTableOffset),
  );
}

/** Adds the option for words of a project. */
export function withExtraSubtypes(command: Command): Command {
  return command.addOption(
    new Option(
      '--extra-partition-subtypes <entry>',
      'a word of the project for a subtype, such as "data, homekit, 0x55"; repeatable',
    ).argParser((text: string, before: readonly string[] = []) => [...before, text]),
  );
}

function parseTableOffset(text: string): number {
  const offset = parseBytes(text);
  if (offset % 0x1000 === 0 && offset > 0) return offset;
  throw new InvalidArgumentError('Expected a multiple of 0x1000 above 0, for example 0xC000.');
}
