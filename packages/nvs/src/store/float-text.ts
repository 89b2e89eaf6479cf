/** Types of numbers with a fraction. */
export type FloatType = 'float' | 'double';

/** Characters of a number that are read: the longest exact one, of the smallest double, has fewer. */
const longestNumber = 1100;

/** Digits that distinguish any two floats. */
const floatDigits = 9;

/**
 * Returns a number in the shortest decimal form that {@link parseFloatText} reads back as the same bits; what is no
 * number as C prints it: `inf`, `-inf`, `nan`.
 */
export function floatText(type: FloatType, value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0';
  if (type === 'double') return String(value);
  for (let digits = 1; digits < floatDigits; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  return String(Number(value.toPrecision(floatDigits)));
}

/**
 * Returns the number that a text means: decimal, with an exponent or without, or `inf` or `infinity` with a sign or
 * without, in any case; `undefined` for other text, for what is out of range, and for a fraction that would become 0.
 * `nan` is none: firmware refuses to store it.
 */
export function parseFloatText(type: FloatType, text: string): number | undefined {
  if (text.length > longestNumber) return undefined;
  const [, sign] = /^([+-]?)inf(?:inity)?$/i.exec(text) ?? [];
  if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const [, mantissa] = /^[+-]?(\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.exec(text) ?? [];
  if (mantissa === undefined) return undefined;
  const value = type === 'float' ? Math.fround(Number(text)) : Number(text);
  if (!Number.isFinite(value) || (value === 0 && /[1-9]/.test(mantissa))) return undefined;
  return value;
}
