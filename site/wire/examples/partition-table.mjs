// The partition table of Espressif's example, made from its CSV.
import { encodePartitionTable, parsePartitionCsv, partitionSubtypes, partitionTypes } from '@esp-prov/nvs';
import { readVector } from '../read-vector.mjs';

const file = 'nvs/partition-table/wifi_prov_mgr.bin';
const slotSize = 32;

/** Returns the examples of the partition table. */
export function partitionTableExamples() {
  const csv = readVector('nvs/partition-table/wifi_prov_mgr.csv').toString('utf8');
  const table = parsePartitionCsv(csv);
  const image = encodePartitionTable(table);
  const end = table.length * slotSize;
  const row = image.subarray(0, slotSize);
  return [
    {
      name: 'partition-row',
      says: 'The first row of the table: `nvs`',
      bytes: row,
      fields: rowFields(row),
      vector: { file, from: 0 },
    },
    {
      name: 'partition-md5',
      says: `Behind the ${table.length} rows: MD5 and end`,
      bytes: image.subarray(end, end + 2 * slotSize),
      fields: [
        { length: 2, name: 'Magic', meaning: 'of an MD5' },
        { length: 14, name: 'Reserved', meaning: 'erased' },
        { length: 16, name: 'MD5', meaning: `of the ${end} bytes before this slot` },
        { length: 32, name: 'End of the table', meaning: 'an erased slot' },
      ],
      vector: { file, from: end },
    },
  ];
}

function rowFields(row) {
  const view = new DataView(row.buffer, row.byteOffset, row.length);
  const label = Buffer.from(row.subarray(12, 28)).toString('utf8').replace(/\0+$/, '');
  const [type, subtype] = [row[2], row[3]];
  const hex = (value) => `0x${value.toString(16)}`;
  const typeWord = wordOf(partitionTypes, type);
  return [
    { length: 2, name: 'Magic', meaning: 'of a row' },
    { length: 1, name: 'Type', meaning: `${type}: ${typeWord}` },
    { length: 1, name: 'Subtype', meaning: `${subtype}: ${wordOf(partitionSubtypes[typeWord] ?? {}, subtype)}` },
    { length: 4, name: 'Offset', meaning: `${hex(view.getUint32(4, true))}, little-endian` },
    {
      length: 4,
      name: 'Size',
      meaning: `${hex(view.getUint32(8, true))}: ${view.getUint32(8, true) / 4096} sectors of 4 KiB`,
    },
    { length: 16, name: 'Label', meaning: `“${label}”, at most 16 bytes` },
    { length: 4, name: 'Flags', meaning: 'bit 0: encrypted, bit 1: read-only' },
  ];
}

function wordOf(words, number) {
  return Object.entries(words).find(([, value]) => value === number)?.[0];
}
