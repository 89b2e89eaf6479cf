// Just enough of the wire format of protocol buffers for the answers of a device, written from the field numbers alone.

/** Encodes fields: numbers as varints, texts and bytes with their length; a list of pairs is a message of its own. */
export function message(...fields) {
  return Uint8Array.from(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [...varint(number << 3), ...varint(value)];
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return [...varint((number << 3) | 2), ...varint(bytes.length), ...bytes];
    }),
  );
}

/** Decodes a message into the last value of each field: a number or bytes. */
export function fieldsOf(bytes) {
  const fields = new Map();
  for (let at = 0; at < bytes.length; ) {
    let key;
    let value;
    [key, at] = readVarint(bytes, at);
    [value, at] = readVarint(bytes, at);
    if ((key & 7) === 2) {
      const end = at + value;
      value = bytes.subarray(at, end);
      at = end;
    } else if ((key & 7) !== 0) throw new Error(`wire type ${key & 7}`);
    fields.set(key >> 3, value);
  }
  return fields;
}

function varint(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
}

function readVarint(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('a varint ends in the middle');
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at];
  }
}
