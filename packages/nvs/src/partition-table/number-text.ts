const scales: Readonly<Record<string, number>> = { '': 1, k: 1024, m: 1024 * 1024 };

/**
 * Returns the number that a CSV text means: decimal or 0x, times 1024 for each K and its square for an M; else
 * `undefined`.
 */
export function parseNumber(text: string): number | undefined {
  const [, sign = '', digits = '', suffix = ''] =
    /^([+-]?)(0x[0-9a-f]+|0+|[1-9][0-9]*)\s*([km]?)$/.exec(text.toLowerCase()) ?? [];
  if (digits === '') return undefined;
  const value = Number(digits) * (scales[suffix] ?? 1);
  return Number.isSafeInteger(value) ? (sign === '-' ? 0 - value : value) : undefined;
}

/** Returns a size the way the official tool prints it: `1M`, `24K`, else hexadecimal. */
export function formatSize(size: number): string {
  if (size % 0x100000 === 0) return `${size / 0x100000}M`;
  return size % 0x400 === 0 ? `${size / 0x400}K` : hex(size);
}

/** Returns the number in hexadecimal, with its prefix. */
export function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
