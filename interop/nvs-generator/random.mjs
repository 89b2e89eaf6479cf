import { base64, binaryFile, file, filled, hex, namespace, number, sizedAndFilled, string, text } from './rows.mjs';

/** Numbers from 0 to below 1, the same for the same seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const types = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64'];

/** Returns random rows: at most `budget` bytes in values, so that they fit. */
export function randomItems(random, budget, longest) {
  const below = (limit) => Math.floor(random() * limit);
  const bytes = (length) => Buffer.from(Array.from({ length }, () => below(256)));
  // Values of all sizes, but mostly those around the ends of entries and pages.
  const length = (limit) => {
    const near = [0, 1, 31, 32, 33, 64, 1000, 1984, 3967, 4000, 4001][below(11)] + below(3) - 1;
    return Math.max(0, Math.min(limit, random() < 0.5 ? near : below(200)));
  };
  const words = (limit, characters = ['a', ' ', '"', ',', 'é', '☕', '😀', '\\', "'", '\t', '0', '\nx']) => {
    let result = '';
    for (;;) {
      const more = characters[below(characters.length)];
      if (Buffer.byteLength(result + more) > limit) return result;
      result += more;
    }
  };
  const name = (used) => {
    for (;;) {
      const size = 1 + below(15);
      const key = Array.from({ length: size }, () => String.fromCharCode(0x20 + below(0x5f))).join('');
      if (/^#|^\s*$/.test(key) || used.has(key)) continue;
      used.add(key);
      return key;
    }
  };
  const items = [];
  const namespaces = new Set();
  for (let left = budget, count = 1 + below(4); count > 0; count--) {
    items.push(namespace(name(namespaces)));
    const keys = new Set();
    for (let rows = below(120); rows > 0 && left > 0; rows--) {
      const item = value(name(keys));
      left -= 64 + (Buffer.byteLength(item.content ?? item.row.value) || 0);
      if (left > 0) items.push(item);
    }
  }
  return items;

  function value(key) {
    const kind = below(16);
    if (kind < 8) return scalar(key, types[kind]);
    if (kind === 8) return string(key, words(length(Math.min(longest, 3967))));
    if (kind === 9) return hex(key, bytes(length(longest)));
    if (kind === 10) return base64(key, bytes(length(longest)));
    if (kind === 11) return text(key, words(length(longest), ['a', ' ', '"', ',', '~'])); // its text has to be ASCII
    if (kind === 12) return binaryFile(key, bytes(length(longest)));
    if (kind === 13) return file(string(key, words(length(Math.min(longest, 3967)))));
    const fill = below(256);
    const size = length(longest - 4);
    return (kind === 14 ? filled : sizedAndFilled)(key, words(below(size + 1)), size, fill);
  }

  function scalar(key, type) {
    const bits = BigInt(type.slice(1));
    const raw = bytes(8).readBigUInt64LE();
    return number(
      key,
      type,
      type.startsWith('u') ? BigInt.asUintN(Number(bits), raw) : BigInt.asIntN(Number(bits), raw),
    );
  }
}
