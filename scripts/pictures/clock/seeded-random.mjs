import { createHash } from 'node:crypto';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);

/** Makes the random numbers of this process follow from `seed`. For recordings alone: whoever has the seed has all keys. */
export function seedRandom(seed) {
  const next = seededBytes(seed);
  const crypto = require('node:crypto');
  const fill = (view) => {
    const bytes = new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength);
    bytes.set(next(bytes.length));
    return view;
  };
  crypto.randomBytes = (size, callback) => {
    const bytes = Buffer.from(next(size));
    return callback ? process.nextTick(callback, null, bytes) : bytes;
  };
  crypto.randomFillSync = (view, offset = 0, size = view.byteLength - offset) => {
    fill(new Uint8Array(view.buffer ?? view, (view.byteOffset ?? 0) + offset, size));
    return view;
  };
  crypto.randomUUID = () => {
    const hex = Buffer.from(next(16)).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  syncBuiltinESMExports();
  Object.getPrototypeOf(globalThis.crypto).getRandomValues = fill;
  Math.random = () => Buffer.from(next(4)).readUInt32BE() / 2 ** 32;
}

/** Returns a source of bytes that always says the same for the same seed. */
function seededBytes(seed) {
  let block = Buffer.alloc(0);
  let count = 0;
  return (length) => {
    while (block.length < length) {
      const more = createHash('sha256').update(`${seed} ${count++}`).digest();
      block = Buffer.concat([block, more]);
    }
    const bytes = block.subarray(0, length);
    block = block.subarray(length);
    return bytes;
  };
}
