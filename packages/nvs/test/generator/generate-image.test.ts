import { pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type GenerateOptions, generateNvsImage } from '../../src/generator/generate-image.ts';
import { parseNvsCsv } from '../../src/generator/nvs-csv.ts';
import { decodeItem, type Item } from '../../src/pages/item.ts';
import { nvsFailure, orNvsError } from '../support/nvs-failure.ts';
import { vector } from '../support/vectors.ts';

const head = 'key,type,encoding,value\nns,namespace,,\n';

function generate(rows: string, options: Partial<GenerateOptions> = {}): Uint8Array<ArrayBuffer> {
  return generateNvsImage(parseNvsCsv(head + rows), { size: 0x4000, ...options });
}

/** Returns the written entries that start an item, with their place. */
function items(image: Uint8Array): readonly (Item & { page: number; index: number })[] {
  const found: (Item & { page: number; index: number })[] = [];
  for (let page = 0; page < image.length / 4096; page++) {
    for (let index = 0; index < 126; ) {
      const at = page * 4096;
      const written = (((image[at + 32 + (index >> 2)] as number) >> ((index & 3) * 2)) & 3) === 2;
      const offset = at + 64 + index * 32;
      const item = written ? decodeItem(image.subarray(offset, offset + 32), index) : undefined;
      if (item) found.push({ ...item, page, index });
      index += item?.span ?? 1;
    }
  }
  return found;
}

const data = (image: Uint8Array, key: string): Uint8Array => {
  const item = items(image).find((candidate) => candidate.key === key);
  if (!item) throw new Error(`there is no ${key}`);
  const offset = item.page * 4096 + 64 + (item.index + 1) * 32;
  return image.subarray(offset, offset + (item.payload[0] as number) + 256 * (item.payload[1] as number));
};

describe('Values', () => {
  test.each([
    ['u8,256', 'range'],
    ['i8,-129', 'range'],
    ['u64,-1', 'range'],
    ['u64,18446744073709551616', 'range'],
    [`u32,${'9'.repeat(1000)}`, 'range'],
    ['float,nan', 'number'],
    ['float,3.5e38', 'number'],
    ['double,1e309', 'number'],
    ['double,', 'number'],
    ['double,"1,5"', 'number'],
    ['Float,1', 'encoding'],
    ['u8,0x10', 'integer'],
    ['u8,', 'integer'],
    ['u8,1_', 'integer'],
    ['hex2bin,abc', 'hex2bin'],
    ['hex2bin,zz', 'hex2bin'],
    ['base64,A', 'base64'],
    ['base64,A===', 'base64'],
    ['base64,A*==', 'base64'],
    ['U8,1', 'encoding'],
    ['String,x', 'encoding'],
    ['HEX2BIN,00', 'encoding'],
    ['blob_fill(2;0x0),a', 'encoding'],
    ['blob_fill(2;0x00)x,a', 'encoding'],
    ['blob_fill(2;0x00),abc', 'fill'],
    ['blob_fill(99999999;0x00),abc', 'fill'],
    ['string,a\0b', 'string'],
    [`string,${'s'.repeat(4000)}`, 'length'],
  ])('%s is refused', (row, rule) => {
    const failure = nvsFailure(() => generate(`k,data,${row}\n`));
    expect(failure).toMatchObject({ code: 'csv/invalid', rule, line: 3 });
  });

  test('A message never tells the value', () => {
    expect(nvsFailure(() => generate('k,data,hex2bin,secret\n')).message).not.toContain('secret');
  });

  test('Integers are written as Python takes them', () => {
    expect(
      items(generate('a,data,u8, +1_0 \nb,data,i64,-9223372036854775808\n')).map(({ payload }) => payload[0]),
    ).toEqual([1, 10, 0]);
  });

  test('Base64 may have white space, hex2bin around it', () => {
    expect([...data(generate('k,data,base64,"AQ I\nD BA=="\n'), 'k')]).toEqual([1, 2, 3, 4]);
    expect([...data(generate('k,data,hex2bin, 0aFF \n'), 'k')]).toEqual([10, 255]);
  });

  test('Files are read by name, and decoded as their encoding says', () => {
    const files: Readonly<Record<string, string>> = { n: '12\n', h: 'ff\n', s: 'é' };
    const readFile = (name: string): Uint8Array => {
      const content = files[name];
      if (content === undefined) throw new Error('ENOENT');
      return new TextEncoder().encode(content);
    };
    const image = generate('n,file,u16,n\nh,file,hex2bin,h\ns,file,string,s\nb,file,blob_fill(3;0x2d),s\n', {
      readFile,
    });
    expect([...data(image, 'h')]).toEqual([255]);
    expect([...data(image, 's')]).toEqual([0xc3, 0xa9, 0]);
    expect([...data(image, 'b')]).toEqual([0xc3, 0xa9, 0x2d]);
    expect(items(image)[1]?.payload[0]).toBe(12);
    expect(nvsFailure(() => generate('k,file,string,x\n', { readFile }))).toMatchObject({ rule: 'file', line: 3 });
    expect(nvsFailure(() => generate('k,file,string,x\n'))).toMatchObject({ rule: 'file' });
    expect(nvsFailure(() => generate('k,file,string,x\n', { readFile: () => Uint8Array.of(0xff) }))).toMatchObject({
      rule: 'utf8',
    });
  });
});

describe('Rows', () => {
  test.each([
    ['k,data,u8,1\nk,data,u8,2\n', 'duplicate', 4],
    ['k,Data,u8,1\n', 'type', 3],
    ['sixteen-characte,data,u8,1\n', 'key', 3],
    ['é,data,u8,1\n', 'key', 3],
    [',data,u8,1\n', 'key', 3],
    ['"a\n', 'quote', 3],
  ])('%s', (rows, rule, line) => {
    expect(nvsFailure(() => generate(rows))).toMatchObject({ code: 'csv/invalid', rule, line });
  });

  test('A row before any namespace, and a header that lacks a column, are refused', () => {
    const refused = (csv: string): object => nvsFailure(() => generateNvsImage(parseNvsCsv(csv), { size: 0x3000 }));
    expect(refused('key,type,encoding,value\nk,data,u8,1')).toMatchObject({ rule: 'namespace', line: 2 });
    expect(refused('key,type,value\n')).toMatchObject({ rule: 'header', column: 'encoding' });
    expect(refused('')).toMatchObject({ rule: 'header' });
  });

  test('More fields than columns are refused, unless they are blank', () => {
    const failure = nvsFailure(() => generate('vendor,data,string,Acme Lamps, LLC\n'));
    expect(failure).toMatchObject({ code: 'csv/invalid', rule: 'fields', line: 3 });
    expect(failure.message).not.toContain('LLC');
    expect(data(generate('vendor,data,string,"Acme Lamps, LLC",, \n'), 'vendor')).toHaveLength(16);
  });

  test('A partition larger than any flash chip is not begun', () => {
    expect(() => generateNvsImage([], { size: 0x80000000 })).toThrow(RangeError);
  });

  test('Lines are counted through comments, blank lines and quotes', () => {
    expect(nvsFailure(() => generate('# note\n\na,data,string,"x\n# text\n"\nb,data,u8,x\n'))).toMatchObject({
      line: 8,
    });
  });

  test('Columns may be in any order, after a byte-order mark, with spaces in keys', () => {
    const rows = parseNvsCsv('\ufeffvalue,key,note,type,encoding\r\n,ns,,namespace,\r\n1, k ,,data,u8\r\n');
    expect(rows[1]).toEqual({ key: ' k ', type: 'data', encoding: 'u8', value: '1', line: 3 });
  });
});

describe('Layout', () => {
  const scalars = (count: number): string => Array.from({ length: count }, (_, i) => `n${i},data,u8,1\n`).join('');
  const places = (rows: string, options?: Partial<GenerateOptions>): readonly unknown[] =>
    items(generate(rows, options))
      .filter(({ key }) => key === 'k')
      .map(({ page, index, type, span, chunkIndex }) => [page, index, type, span, chunkIndex]);

  test('A scalar takes the last entry of a page, a string does not', () => {
    expect(places(`${scalars(124)}k,data,u8,1\n`)).toEqual([[0, 125, 0x01, 1, 255]]);
    expect(places(`${scalars(123)}k,data,string,x\n`)).toEqual([[1, 0, 0x21, 2, 255]]);
    expect(places(`${scalars(122)}k,data,string,x\n`)).toEqual([[0, 123, 0x21, 2, 255]]);
    expect(places(`${scalars(123)}k,data,hex2bin,00\n`, { version: 1 })).toEqual([[1, 0, 0x41, 2, 255]]);
  });

  test('A blob takes what is left, even if that is nothing', () => {
    expect(places(`${scalars(124)}k,data,hex2bin,00\n`)).toEqual([
      [0, 125, 0x42, 1, 0],
      [1, 0, 0x42, 2, 1],
      [1, 2, 0x48, 1, 255],
    ]);
    expect(places(`${scalars(125)}k,data,hex2bin,\n`)).toEqual([
      [1, 0, 0x42, 1, 0],
      [1, 1, 0x48, 1, 255],
    ]);
    expect(places(`${scalars(123)}k,data,hex2bin,00\n`)).toEqual([
      [0, 124, 0x42, 2, 0],
      [1, 0, 0x48, 1, 255],
    ]);
  });

  test('The longest string fills a page, which nvs_partition_gen cannot do', () => {
    expect(places(`k,data,string,${'s'.repeat(3999)}\n`)).toEqual([[1, 0, 0x21, 126, 255]]);
    expect(nvsFailure(() => generate(`k,data,string,${'s'.repeat(1984)}\n`, { version: 1 }))).toMatchObject({
      rule: 'length',
    });
  });

  test('One page stays blank unless the partition is too small to be written', () => {
    const filled = `k,data,blob_fill(8100;0x00),\n`;
    expect(nvsFailure(() => generate(filled, { size: 0x3000 })).code).toBe('nvs/no-space');
    expect(
      generate('', { size: 0x3000 })
        .subarray(0x1000)
        .every((byte) => byte === 0xff),
    ).toBe(true);
    expect(places('k,data,u8,1\n', { size: 0x1000 })).toEqual([[0, 1, 0x01, 1, 255]]);
    for (const size of [0, 100, -4096, 0x1800, Number.NaN])
      expect(nvsFailure(() => generate('', { size })).code).toBe('nvs/too-small');
  });

  test('There are 254 namespaces at most', () => {
    const rows = (count: number): string => Array.from({ length: count }, (_, i) => `s${i},namespace,,\n`).join('');
    generate(rows(253));
    expect(nvsFailure(() => generate(rows(254))).code).toBe('nvs/no-space');
  });
});

describe('Hidden Wi-Fi keys', () => {
  const keys = (rows: string): readonly string[] => [...new Set(items(generate(rows)).map(({ key }) => key))];

  test('Those of a station follow its first key', () => {
    expect(keys('sta.pswd,data,blob_fill(64;0x00),p\nsta.ssid,data,blob_sz_fill(32;0x00),s\n')).toEqual([
      'ns',
      'sta.pswd',
      'sta.apinfo',
      'sta.pmk',
      'sta.apsw',
      'sta.ssid',
    ]);
    expect(keys('sta.pmk,data,hex2bin,00\nsta.ssid,data,string,s\n')).toEqual([
      'ns',
      'sta.pmk',
      'sta.ssid',
      'sta.apinfo',
      'sta.apsw',
    ]);
  });

  test('That of an access point holds the PMK and comes before its last key', () => {
    const rows = 'ap.ssid,data,blob_sz_fill(32;0x00),net\nap.passwd,data,blob_fill(64;0x00),12345678\n';
    const image = generate(`${rows}ap.authmode,data,u8,3\n`);
    const info = data(image, 'ap.pmk_info');
    expect(keys(`${rows}ap.authmode,data,u8,3\n`)).toEqual([
      'ns',
      'ap.ssid',
      'ap.passwd',
      'ap.pmk_info',
      'ap.authmode',
    ]);
    expect(info).toHaveLength(132);
    expect([...info.subarray(0, 100)]).toEqual(Array(100).fill(0));
    expect([...info.subarray(100)]).toEqual([...pbkdf2Sync('12345678', 'net', 4096, 32, 'sha1')]);
    expect(keys(`${rows}ap.authmode,data,u8,0\n`)).not.toContain('ap.pmk_info');
    expect(keys(`${rows}ap.authmode,data,u8,3\nap.pmk_info,data,hex2bin,00\n`)).toHaveLength(5);
  });
});

test('Any rows are an image or refused by name', () => {
  const word = fc.constantFrom(
    'a',
    'ns',
    'namespace',
    'data',
    'file',
    'u8',
    'i64',
    'string',
    'hex2bin',
    'base64',
    'binary',
    'blob_fill(3;0x00)',
    '7',
    '',
  );
  const row = fc.tuple(fc.oneof(word, fc.string()), word, word, fc.oneof(word, fc.string({ maxLength: 60 })));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), fc.constantFrom<1 | 2>(1, 2), (rows, version) => {
      const made = rows.map(([key, type, encoding, value]) => ({ key, type, encoding, value }));
      const image = orNvsError(() =>
        generateNvsImage([{ key: 'n', type: 'namespace', encoding: '', value: '' }, ...made], {
          size: 0x3000,
          version,
        }),
      );
      expect([undefined, 0x3000]).toContain(image?.length);
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      orNvsError(() => parseNvsCsv(text));
    }),
    { numRuns: 100 },
  );
});

test('Floats and doubles are written as firmware of ESP-IDF 6.1 does', () => {
  const rows = [
    'f,float,1.5',
    'tenth,float,0.1',
    'nz,float,-0',
    'd,double, 0.1 ',
    'dmin,double,5e-324',
    'dinf,double,-inf',
  ];
  const image = generate(rows.map((row) => row.replace(',', ',data,')).join('\n'));
  const written = new Map(items(vector('idf6/floats.bin')).map(({ key, type, payload }) => [key, { type, payload }]));
  const made = items(image).filter(({ key }) => key !== 'ns');
  expect(made).toHaveLength(rows.length);
  for (const { key, type, payload } of made) expect({ type, payload }).toEqual(written.get(key));
});
