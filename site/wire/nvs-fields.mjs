// Names the bytes of NVS: page header, states of entries, items. What a byte means is read from it.
import { entrySize } from '@esp-prov/nvs';

const types = new Map([
  [0x01, 'u8'],
  [0x11, 'i8'],
  [0x02, 'u16'],
  [0x12, 'i16'],
  [0x04, 'u32'],
  [0x14, 'i32'],
  [0x08, 'u64'],
  [0x18, 'i64'],
  [0x21, 'string'],
  [0x42, 'part of a blob'],
  [0x48, 'index of a blob'],
]);

const pageStates = new Map([
  [0xffffffff, 'blank'],
  [0xfffffffe, 'active'],
  [0xfffffffc, 'full'],
  [0xfffffff8, 'freeing'],
]);

const entryStates = ['erased', 'illegal', 'written', 'empty'];

/** Returns the fields of the 32 bytes that a page begins with. */
export function pageHeaderFields(bytes) {
  const view = viewOf(bytes);
  return [
    { length: 4, name: 'State', meaning: `${pageStates.get(view.getUint32(0, true))}; each step clears one more bit` },
    { length: 4, name: 'Sequence number', meaning: `${view.getUint32(4, true)}; the highest one is the newest page` },
    { length: 1, name: 'Version', meaning: `${0xff - bytes[8] + 1}, counted down from \`ff\`` },
    { length: 19, name: 'Reserved', meaning: 'erased' },
    { length: 4, name: 'CRC-32', meaning: 'of bytes 4 to 27; the state can change without it' },
  ];
}

/** Returns the fields of the 32 bytes behind it: two bits for each of 126 entries. */
export function entryStateFields(bytes) {
  const used = bytes.findLastIndex((byte) => byte !== 0xff) + 1;
  const fields = [];
  for (let at = 0; at < used; at++) {
    const states = [0, 2, 4, 6].map((shift) => entryStates[(bytes[at] >> shift) & 3]);
    const bits = bytes[at]
      .toString(2)
      .padStart(8, '0')
      .replaceAll(/..(?!$)/g, '$& ');
    fields.push({
      length: 1,
      name: `Entries ${4 * at} to ${4 * at + 3}`,
      meaning: `${states.join(', ')}`,
      kind: `bits ${bits}, the first entry on the right`,
    });
  }
  return [...fields, { length: bytes.length - used, name: 'All others', meaning: 'empty; the last 4 bits are unused' }];
}

/** Returns the fields of an item, with the entries that hold its data. */
export function itemFields(bytes) {
  const view = viewOf(bytes);
  const [namespace, type, span, chunk] = bytes;
  const key = new TextDecoder('latin1').decode(bytes.subarray(8, 24)).replace(/\0+$/, '');
  return [
    { length: 1, name: 'Namespace', meaning: namespace === 0 ? '0, the table of namespaces' : `${namespace}` },
    { length: 1, name: 'Type', meaning: types.get(type) },
    { length: 1, name: 'Span', meaning: span === 1 ? '1 entry, this one' : `${span} entries, this one included` },
    { length: 1, name: 'Chunk index', meaning: chunk === 0xff ? 'none' : `${chunk}` },
    { length: 4, name: 'CRC-32', meaning: 'of bytes 0 to 3 and 8 to 31 of this entry' },
    { length: 16, name: namespace === 0 ? 'Name' : 'Key', meaning: `“${key}”, at most 15 bytes and a zero` },
    ...payloadFields(view, type, span),
  ];
}

function payloadFields(view, type, span) {
  if (type === 0x48) {
    return [
      { length: 4, name: 'Size of the blob', meaning: `${view.getUint32(24, true)} bytes` },
      { length: 1, name: 'Parts', meaning: `${view.getUint8(28)}` },
      { length: 1, name: 'First chunk index', meaning: `${view.getUint8(29)}; each rewrite takes 0 and 128 in turn` },
      { length: 2, name: 'Reserved', meaning: 'erased' },
    ];
  }
  if (type !== 0x21 && type !== 0x42) {
    const size = type & 0x0f;
    const value = size === 1 ? view.getUint8(24) : size === 2 ? view.getUint16(24, true) : view.getUint32(24, true);
    const rest = { length: 8 - size, name: 'Unused', meaning: 'erased' };
    return [{ length: size, name: 'Value', meaning: `${value}, little-endian` }, ...(size < 8 ? [rest] : [])];
  }
  const size = view.getUint16(24, true);
  return [
    { length: 2, name: 'Size of the data', meaning: `${size} bytes` },
    { length: 2, name: 'Reserved', meaning: 'erased' },
    { length: 4, name: 'CRC-32 of the data', meaning: 'checked when the value is read' },
    { length: size, name: 'Data', meaning: type === 0x21 ? 'text with its NUL' : undefined },
    { length: entrySize * (span - 1) - size, name: 'Unused', meaning: 'erased' },
  ].filter(({ length }) => length > 0);
}

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
