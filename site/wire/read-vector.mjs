import { readFileSync } from 'node:fs';

const folder = new URL('../../test/vectors/', import.meta.url);

/** Returns the bytes of a file of `test/vectors`. @param {string} name such as `nvs/gen/all_types.bin` */
export function readVector(name) {
  return readFileSync(new URL(name, folder));
}
