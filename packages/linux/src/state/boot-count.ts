import { isRecord } from './state-files.ts';

/** How many starts of the board in a row have not led into a network. */
export interface BootCount {
  /** The start that was counted last, as the kernel names it. */
  readonly bootId: string;
  readonly failed: number;
}

/** Returns the count after a look at this start, which counts as failed until the board is in a network. */
export function countBoot(before: BootCount | undefined, bootId: string): BootCount {
  if (before?.bootId === bootId) return before;
  return { bootId, failed: (before?.failed ?? 0) + 1 };
}

/** Returns the count that a value of JSON means; undefined for any other value. */
export function decodeBootCount(value: unknown): BootCount | undefined {
  if (!isRecord(value)) return undefined;
  const { bootId, failed } = value;
  if (typeof bootId !== 'string' || typeof failed !== 'number' || !Number.isSafeInteger(failed) || failed < 0)
    return undefined;
  return { bootId, failed };
}
