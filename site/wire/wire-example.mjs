// What a live example is: bytes that our code made, and a name for each of them.

/**
 * A run of bytes with a name.
 *
 * @typedef {object} WireField
 * @property {number} length in bytes; zero where the field has a meaning but no bytes
 * @property {string} name
 * @property {string} [meaning] what these bytes say here
 * @property {string} [kind] how they are written, as in `field 2, varint`
 * @property {number} [depth] how many messages it lies in
 * @property {readonly number[]} [parts] lengths of its parts, such as tag, length and value
 */

/**
 * Where the same bytes were recorded: a file of `test/vectors` and the way to them. In JSON `at` leads to a text of
 * hexadecimal digits by keys, indexes, and objects that pick the member of a list which has these values; in any other
 * file `from` is an offset. `none` says why there is no recording.
 *
 * @typedef {{ file: string, at: readonly (string | number | Record<string, unknown>)[] } | { file: string, from: number }
 *   | { none: string }} Vector
 */

/**
 * A live example. Its bytes come from a run of our code, never from a keyboard.
 *
 * @typedef {object} WireExample
 * @property {string} name as in the fence: lower case and hyphens
 * @property {string} says one sentence: who sends what to which endpoint
 * @property {Uint8Array} bytes
 * @property {readonly WireField[]} fields cover all of `bytes`, in order
 * @property {Vector} vector
 * @property {readonly SealedForm[]} [sealed] the same message as a transport carries it
 */

/**
 * A sealed form of a message: how it is sealed, and the bytes.
 *
 * @typedef {{ says: string, bytes: Uint8Array, vector: Vector }} SealedForm
 */

/**
 * Returns `example` if its fields cover its bytes without a gap.
 *
 * @param {WireExample} example
 * @throws Error that names the example and the offset
 */
export function requireCovered(example) {
  const { name, bytes, fields } = example;
  let offset = 0;
  for (const { length, name: field, parts } of fields) {
    if (!Number.isInteger(length) || length < 0) throw flaw(name, offset, `${field} has the length ${length}`);
    const inParts = parts?.reduce((sum, part) => sum + part, 0) ?? length;
    if (inParts !== length) throw flaw(name, offset, `the parts of ${field} have ${inParts} bytes, not ${length}`);
    offset += length;
    if (offset > bytes.length) throw flaw(name, offset - length, `${field} ends behind the ${bytes.length} bytes`);
  }
  if (offset < bytes.length) throw flaw(name, offset, `${bytes.length - offset} bytes belong to no field`);
  return example;
}

/** @param {string} name @param {number} offset @param {string} what */
function flaw(name, offset, what) {
  return new Error(`Example ${name}, offset ${offset}: ${what}`);
}
