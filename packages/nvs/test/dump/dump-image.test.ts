import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeKeyPartition,
  decryptImage,
  dumpNvsImage,
  entrySize,
  MemoryFlash,
  type NvsDumpEntry,
  NvsStore,
  readNvs,
  sectorSize,
  xtsEntryCipher,
} from '../../src/index.ts';
import { change } from '../support/model.ts';
import { nvsFailure } from '../support/nvs-failure.ts';
import { hex, vector } from '../support/vectors.ts';

function entriesOf(image: Uint8Array): readonly NvsDumpEntry[] {
  return dumpNvsImage(image).pages.flatMap(({ entries }) => entries);
}

describe('a dump of an image that firmware wrote', () => {
  const image = vector('device/provisioned.bin');
  const { pages, namespaces } = dumpNvsImage(image);

  it('has every page with its state, its sequence and all 126 entries', () => {
    expect(pages.map(({ entries }) => entries.length)).toEqual(Array.from(pages, () => 126));
    expect(pages[0]).toMatchObject({
      page: 0,
      offset: 0,
      state: 'active',
      headerCrc: 'right',
      sequence: 0,
      version: 2,
    });
    expect(pages[1]).toMatchObject({ page: 1, offset: 4096, state: 'blank', stateWord: 0xffffffff });
    expect(pages[1]?.headerCrc).toBeUndefined();
  });

  it('names the namespaces by their numbers', () => {
    expect([...namespaces]).toEqual([
      [1, 'misc'],
      [2, 'nvs.net80211'],
      [3, 'phy'],
    ]);
  });

  it('has every byte of the entries at its offset', () => {
    for (const { offset, bytes } of entriesOf(image)) {
      expect(hex(bytes)).toBe(hex(image.subarray(offset, offset + entrySize)));
    }
  });

  it('tells parts, indexes and data of a blob apart', () => {
    const entries = pages[0]?.entries ?? [];
    const part = entries.find(({ item }) => item?.key === 'sta.ssid' && item.type === 'blob_data');
    expect(part?.item).toMatchObject({ namespaceIndex: 2, span: 3, size: 36, chunkIndex: 0, dataCrc: 'right' });
    const data = entries.filter(({ dataOf }) => dataOf === part?.entry);
    expect(data.map(({ entry }) => entry - (part?.entry ?? 0))).toEqual([1, 2]);
    const index = entries.find(({ item }) => item?.key === 'sta.ssid' && item.type === 'blob_index');
    expect(index?.item).toMatchObject({ size: 36, chunks: { count: 1, start: 0 } });
  });
});

describe('a dump after a power cut', () => {
  it('shows what is written but not marked, and what is erased', () => {
    const unmarked = entriesOf(vector('powerfail/u8_update_entry_unmarked.before.bin'));
    expect(unmarked.some(({ state, item }) => state === 'empty' && item)).toBe(false);
    const loose = unmarked.filter(({ state, bytes }) => state === 'empty' && bytes.some((byte) => byte !== 0xff));
    expect(loose).toHaveLength(1);
    const repaired = entriesOf(vector('powerfail/u8_update_dup.after.v5.5.5.bin'));
    const values = repaired.filter(({ item }) => item?.key === 'a');
    expect(values.map(({ state, item }) => [state, item?.value])).toEqual([
      ['erased', { type: 'u8', value: 1 }],
      ['written', { type: 'u8', value: 2 }],
    ]);
  });

  it('has no data CRC for a value whose data are not all there', () => {
    const cut = entriesOf(vector('powerfail/str_update_header_only.before.bin'));
    const header = cut.findLast(({ item }) => item?.key === 's')?.item;
    expect(header).toMatchObject({ type: 'string', span: 2 });
    expect(header?.dataCrc).toBeUndefined();
    expect(header?.value).toBeUndefined();
  });

  it('says which data and which headers are damaged', () => {
    const damaged = entriesOf(vector('powerfail/str_data_crc_bad.before.bin'));
    expect(damaged.find(({ item }) => item?.key === 's')?.item?.dataCrc).toBe('wrong');
    expect(dumpNvsImage(vector('powerfail/hdr_crc_bad.before.bin')).pages[0]).toMatchObject({
      state: 'unknown',
      headerCrc: 'wrong',
    });
    const illegal = entriesOf(vector('powerfail/state_illegal_01.before.bin'));
    expect(illegal.filter(({ state }) => state === 'illegal').map(({ entry }) => entry)).toEqual([1]);
  });
});

describe('a dump of an encrypted image', () => {
  const cipher = xtsEntryCipher(decodeKeyPartition(vector('gen/keys_flash_enc.bin')));
  const image = vector('gen/all_types_enc.bin');

  it('is that of the plain one with the keys, and has no items without', () => {
    const plain = entriesOf(vector('gen/all_types.bin'));
    const opened = dumpNvsImage(image, { cipher }).pages.flatMap(({ entries }) => entries);
    expect(opened.map(({ bytes }) => hex(bytes))).toEqual(plain.map(({ bytes }) => hex(bytes)));
    expect(opened.map(({ item }) => item?.key)).toEqual(plain.map(({ item }) => item?.key));
    expect(entriesOf(image).every(({ item }) => item === undefined)).toBe(true);
    expect(entriesOf(decryptImage(image, cipher)).filter(({ item }) => item)).not.toHaveLength(0);
  });
});

describe('a dump of anything', () => {
  it('finds every written value that a reader finds', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const value = fc.oneof(
      fc.record({ type: fc.constant('u32' as const), value: fc.nat() }),
      fc.record({ type: fc.constant('string' as const), value: fc.stringMatching(/^[ -~]{0,90}$/) }),
    );
    const steps = fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('set' as const), namespace: fc.constant('ns'), key, value }),
        fc.record({ kind: fc.constant('erase' as const), namespace: fc.constant('ns'), key }),
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (changes) => {
        const flash = new MemoryFlash(3 * sectorSize);
        const store = NvsStore.open(flash);
        for (const step of changes) change(store, step);
        const image = flash.image();
        const found = entriesOf(image).filter(({ state, item }) => state === 'written' && item?.namespaceIndex === 1);
        const read = Array.from(readNvs(image).entries(), (entry) => [entry.key, entry.read()]);
        expect(found.map(({ item }) => [item?.key, item?.value]).sort()).toEqual(read.sort());
      }),
      { numRuns: 60 },
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: sectorSize, maxLength: 2 * sectorSize + 5 }), (bytes) => {
        const { pages } = dumpNvsImage(bytes);
        expect(pages).toHaveLength(Math.floor(bytes.length / sectorSize));
        for (const { entries } of pages) expect(entries.map(({ entry }) => entry)).toEqual([...Array(126).keys()]);
      }),
      { numRuns: 50 },
    );
  });

  it('is refused less than a page', () => {
    expect(nvsFailure(() => dumpNvsImage(new Uint8Array(4095))).code).toBe('nvs/too-small');
  });
});
