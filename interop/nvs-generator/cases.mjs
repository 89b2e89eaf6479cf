import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { randomFrom, randomItems } from './random.mjs';
import {
  base64,
  binaryFile,
  file,
  filled,
  hex,
  hidden,
  namespace,
  number,
  pattern,
  sizedAndFilled,
  string,
  text,
} from './rows.mjs';

const numbers = [
  ['u8', 0n, 255n],
  ['i8', -128n, 127n],
  ['u16', 0n, 65535n],
  ['i16', -32768n, 32767n],
  ['u32', 0n, 4294967295n],
  ['i32', -2147483648n, 2147483647n],
  ['u64', 0n, 18446744073709551615n],
  ['i64', -9223372036854775808n, 9223372036854775807n],
].flatMap(([type, ...values]) => values.map((value, index) => number(`${type}_${index}`, type, value)));

const everything = [
  namespace('all'),
  ...numbers,
  string('str_empty', ''),
  string('str_31', 'x'.repeat(31)),
  string('str_32', 'x'.repeat(32)),
  string('str_utf8', 'Café ☕ 😀'),
  string('str_quoted', 'he said "a,b", and\nwent on'),
  string('str_spaces', '  within spaces '),
  file(string('str_file', 'from a file\nof two lines\n')),
  hex('hex', pattern(33)),
  file(hex('hex_file', pattern(40))),
  base64('b64', pattern(8)),
  file(base64('b64_file', pattern(50))),
  text('bin', 'text as a blob'),
  binaryFile('bin_file', pattern(70)),
  filled('fill', 'abc', 8, 0xaa),
  sizedAndFilled('sz_fill', 'abc', 8, 0),
  number('key_15_chars_xx', 'u8', 15n),
];
const counted = (count, prefix = 'k') =>
  Array.from({ length: count }, (_, index) => number(`${prefix}${index}`, 'u32', BigInt(index)));

const blobs = [
  namespace('blobs'),
  number('before', 'u8', 1n),
  binaryFile('big', pattern(9000)),
  number('after', 'u8', 2n),
  binaryFile('page', pattern(4000)),
  binaryFile('more', pattern(4001)),
];

const station = [
  namespace('nvs.net80211'),
  number('opmode', 'u8', 1n),
  sizedAndFilled('sta.ssid', 'myssid', 32, 0),
  hidden('sta.apinfo', Buffer.alloc(140, 0xff)),
  hidden('sta.pmk', Buffer.alloc(32)),
  hidden('sta.apsw', Buffer.alloc(2)),
  filled('sta.pswd', 'mypassword', 64, 0),
];
const pmk = pbkdf2Sync('mypassword', 'mynetwork', 4096, 32, 'sha1');
const accessPoint = [
  namespace('nvs.net80211'),
  sizedAndFilled('ap.ssid', 'mynetwork', 32, 0),
  filled('ap.passwd', 'mypassword', 64, 0),
  hidden('ap.pmk_info', Buffer.concat([Buffer.alloc(100), pmk])),
  number('ap.authmode', 'u8', 4n),
];

/** Returns every value at every fill of a page around its end. */
const atPageEnd = (make, from) =>
  Array.from({ length: 127 - from }, (_, index) => from + index).map((used) => ({
    items: [namespace('n'), ...counted(used - 1), make, number('last', 'u8', 1n)],
    size: 0x6000,
  }));

const keys = { dataKey: randomBytes(32), tweakKey: randomBytes(32) };

/**
 * What both sides make, as one or several images each. `encrypted` with the keys, or with such as the generator chooses
 * where it is `'new'`.
 */
export const imageCases = [
  { name: 'every type and encoding', images: [{ items: everything, size: 0x6000 }] },
  { name: 'every type and encoding, version 1', images: [{ items: everything, size: 0x6000, version: 1 }] },
  {
    name: 'longest values of version 1',
    images: [
      {
        items: [
          namespace('n'),
          binaryFile('a', pattern(1984)),
          string('b', 'x'.repeat(1983)),
          text('c', 'c'.repeat(1953)),
        ],
        size: 0x4000,
        version: 1,
      },
    ],
  },
  { name: 'blobs of several pages', images: [{ items: blobs, size: 0x10000 }] },
  {
    name: 'several namespaces, one empty',
    images: [
      {
        items: ['first', 'second', 'empty', 'fourth'].flatMap((name, index) => [
          namespace(name),
          ...(name === 'empty' ? [] : [number('k', 'u16', BigInt(index)), string('s', name)]),
        ]),
        size: 0x3000,
      },
    ],
  },
  { name: 'pages full of numbers', images: [{ items: [namespace('n'), ...counted(251)], size: 0x3000 }] },
  {
    name: 'longest strings',
    images: [{ items: [namespace('n'), string('a', 'y'.repeat(3967)), string('b', '')], size: 0x4000 }],
  },
  { name: 'a number at the end of a page', images: atPageEnd(number('x', 'i64', -1n), 124) },
  { name: 'a string at the end of a page', images: atPageEnd(string('x', 's'.repeat(40)), 119) },
  { name: 'a blob at the end of a page', images: atPageEnd(hex('x', pattern(64)), 119) },
  { name: 'a long blob at the end of a page', images: atPageEnd(binaryFile('x', pattern(5000)), 119) },
  {
    name: 'an empty blob',
    images: [{ items: [namespace('n'), hex('x', Buffer.alloc(0)), number('y', 'u8', 1n)], size: 0x3000 }],
  },
  {
    name: 'small partitions for reading only',
    images: [0x1000, 0x2000].map((size) => ({
      items: [namespace('n'), ...counted(size === 0x1000 ? 125 : 200)],
      size,
    })),
  },
  { name: 'Wi-Fi station: hidden keys', images: [{ items: station, size: 0x3000 }] },
  { name: 'Wi-Fi access point: hidden keys', images: [{ items: accessPoint, size: 0x3000 }] },
  { name: 'encrypted', images: [{ items: everything, size: 0x6000, keys }] },
  { name: 'encrypted, version 1', images: [{ items: everything, size: 0x6000, version: 1, keys }] },
  { name: 'encrypted blobs of several pages', images: [{ items: blobs, size: 0x10000, keys }] },
  { name: 'encrypted with new keys', images: [{ items: everything, size: 0x6000, keys: 'new' }] },
];

/** Returns random images of a seed. */
export function randomImages(seed, count) {
  return Array.from({ length: count }, (_, index) => {
    const random = randomFrom(seed + index);
    const version = random() < 0.25 ? 1 : 2;
    return {
      items: randomItems(random, 26_000, version === 1 ? 1900 : 6000),
      size: 0x10000,
      version,
      ...(random() < 0.3 ? { keys } : {}),
    };
  });
}

/** Where the generator is wrong or gives up, and what we do: `refuses` names the rule, `reads` what is in our image. */
export const differences = [
  {
    name: 'a namespace named again is selected again',
    items: [
      namespace('a'),
      number('x', 'u8', 1n),
      namespace('b'),
      number('y', 'u8', 2n),
      namespace('a'),
      number('z', 'u8', 3n),
    ],
    theirs: 'other bytes',
  },
  {
    name: 'strings of 3968 to 3999 bytes are stored',
    items: [namespace('n'), string('x', 'x'.repeat(3968)), string('y', 'y'.repeat(3999))],
    theirs: 'nothing',
  },
  {
    name: 'text that is not ASCII is stored whole in a blob',
    items: [namespace('n'), text('x', 'Café ☕'), number('y', 'u8', 1n)],
    theirs: 'other bytes',
  },
  {
    name: 'a key that comes twice is refused',
    items: [namespace('n'), number('x', 'u8', 1n), number('x', 'u8', 2n)],
    refuses: 'duplicate',
  },
  { name: 'a key before any namespace is refused', items: [number('x', 'u8', 1n)], refuses: 'namespace' },
  { name: 'a key that is not ASCII is refused', items: [namespace('n'), number('é', 'u8', 1n)], refuses: 'key' },
  {
    name: 'encodings in upper case are refused',
    items: [namespace('n'), { row: { key: 'x', type: 'data', encoding: 'HEX2BIN', value: '00ff' } }],
    refuses: 'encoding',
  },
  {
    name: 'an unknown type is refused',
    items: [namespace('n'), { row: { key: 'x', type: 'date', encoding: 'u8', value: '1' } }],
    refuses: 'type',
  },
];

/** What both sides refuse. */
export const refusals = [
  { name: 'a key of 16 characters', items: [namespace('n'), number('x'.repeat(16), 'u8', 1n)] },
  { name: 'a namespace of 16 characters', items: [namespace('n'.repeat(16))] },
  { name: 'a number out of range', items: [namespace('n'), number('x', 'u8', 256n)] },
  { name: 'a number in hexadecimal', items: [namespace('n'), number('x', 'u8', '0x10')] },
  {
    name: 'an odd number of hex digits',
    items: [namespace('n'), { row: { key: 'x', type: 'data', encoding: 'hex2bin', value: 'abc' } }],
  },
  {
    name: 'a value longer than its filling',
    items: [namespace('n'), { row: { key: 'x', type: 'data', encoding: 'blob_fill(2;0x00)', value: 'abc' } }],
  },
  { name: 'a string of 4000 bytes', items: [namespace('n'), string('x', 'x'.repeat(4000))] },
  { name: 'a blob of 1985 bytes, version 1', items: [namespace('n'), text('x', 'x'.repeat(1985))], version: 1 },
  { name: 'more than fits', items: [namespace('n'), ...counted(252)], size: 0x3000 },
  { name: 'a size that is not a multiple of a page', items: [namespace('n')], size: 0x3001 },
  {
    name: 'a file that is not there',
    items: [namespace('n'), { row: { key: 'x', type: 'file', encoding: 'binary', value: 'none.bin' } }],
  },
];
