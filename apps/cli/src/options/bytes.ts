import { InvalidArgumentError } from 'commander';

/** Parses a number of bytes: decimal, 0x…, or with K or M behind. */
export function parseBytes(text: string): number {
  const found = /^(0x[0-9a-f]+|\d+)([km])?b?$/i.exec(text);
  const unit = { k: 1024, m: 1024 * 1024 }[found?.[2]?.toLowerCase() ?? ''] ?? 1;
  const bytes = Number(found?.[1]) * unit;
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('Expected a number of bytes, for example 0x9000, 24576 or 4M.');
}
