import { describe, expect, it } from 'vitest';
import { MemoryFlash, NvsStore, readNvs } from '../src/index.ts';
import { hex, jsonVector, type Listing, listed, vector } from './support/vectors.ts';

const images: readonly (readonly [image: string, listing: string])[] = [
  ['device/all_types_master', 'device/all_types_master'],
  ['device/multipage_v0', 'device/multipage_v0'],
  ['device/multipage_v1', 'device/multipage_v1'],
  ['device/provisioned', 'device/provisioned'],
  ['device/provisioned.purge', 'device/provisioned'],
  ['device/unprovisioned', 'device/unprovisioned'],
  ['device/unprovisioned.purge', 'device/unprovisioned'],
  ['gen/all_types', 'gen/all_types'],
  ['gen/all_types_v1', 'gen/all_types'],
  ['gen/multi_ns', 'gen/multi_ns'],
  ['gen/multipage_blob', 'gen/multipage_blob'],
];

describe.each(images)('%s', (name, listing) => {
  const image = vector(`${name}.bin`);
  const { namespaces, entries } = jsonVector<Listing>(`${listing}.json`);

  it('reads as the firmware reads it', () => {
    const read = Array.from(readNvs(image).entries());
    const found = entries.map((entry) => {
      const match = read.find(({ namespace, key }) => namespace === entry.namespace && key === entry.key);
      return match === undefined ? { ...entry, type: 'missing' } : listed(match, match.read(), entry);
    });
    expect(found).toEqual(
      entries.map(({ namespace, key, type, value, hex, length, sha256 }) => {
        if (value !== undefined) return { namespace, key, type, value };
        return hex === undefined ? { namespace, key, type, length, sha256 } : { namespace, key, type, hex };
      }),
    );
    expect(read).toHaveLength(entries.length);
    expect(readNvs(image).stats().namespaces).toBe(Object.keys(namespaces).length);
  });

  it('opens without a change', () => {
    const flash = new MemoryFlash(image);
    NvsStore.open(flash);
    expect(hex(flash.image())).toBe(hex(image));
  });
});

describe('images without a listing', () => {
  it.each(['gen/wifi_station', 'mfg/out/bin/dev-007-SN000001'])('%s opens without a change', (name) => {
    const image = vector(`${name}.bin`);
    const flash = new MemoryFlash(image);
    const store = NvsStore.open(flash);
    expect(hex(flash.image())).toBe(hex(image));
    expect(Array.from(store.entries(), (entry) => entry.read())).not.toContain(undefined);
  });

  it('is found inside of the flash of a device', () => {
    const head = vector('device/flash_head_64k_provisioned.bin');
    expect(hex(head.subarray(0x9000, 0xf000))).toBe(hex(vector('device/provisioned.bin')));
  });
});
