/** Rows of a CSV file, each with its value. */

export const namespace = (key) => ({ row: { key, type: 'namespace', encoding: '', value: '' } });

export const number = (key, type, value) => ({
  row: { key, type: 'data', encoding: type, value: String(value) },
  stored: { key, type, value: { value } },
});

export const string = (key, value) => ({
  row: { key, type: 'data', encoding: 'string', value },
  stored: { key, type: 'string', value: { value } },
});

export const hex = (key, bytes) => blobRow(key, 'hex2bin', bytes.toString('hex'), bytes);

export const base64 = (key, bytes) => blobRow(key, 'base64', bytes.toString('base64'), bytes);

export const text = (key, value) => blobRow(key, 'binary', value, Buffer.from(value));

export function filled(key, value, length, fill) {
  const stored = Buffer.alloc(length, fill);
  stored.write(value);
  return blobRow(key, `blob_fill(${length};0x${fill.toString(16).padStart(2, '0')})`, value, stored);
}

export function sizedAndFilled(key, value, length, fill) {
  const stored = Buffer.alloc(4 + length, fill);
  stored.writeUInt32LE(Buffer.byteLength(value));
  stored.write(value, 4);
  return blobRow(key, `blob_sz_fill(${length};0x${fill.toString(16).padStart(2, '0')})`, value, stored);
}

/** Returns the value of `item` in a file; `content` is what the file holds. */
export function file(item, content = item.row.value) {
  return { ...item, row: { ...item.row, type: 'file' }, content };
}

/** Returns a whole blob in a file. */
export const binaryFile = (key, bytes) => file(blobRow(key, 'binary', '', bytes), bytes);

/** Returns a key that the generator adds. */
export const hidden = (key, bytes) => ({ stored: { key, type: 'blob', value: { value: bytes } } });

function blobRow(key, encoding, value, bytes) {
  return { row: { key, type: 'data', encoding, value }, stored: { key, type: 'blob', value: { value: bytes } } };
}

/** Returns bytes that are all different from their neighbours. */
export function pattern(length, start = 3) {
  return Buffer.from(Array.from({ length }, (_, index) => (7 * index + start) & 0xff));
}
