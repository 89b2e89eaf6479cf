import { MemoryFlash, NvsError, type Partition } from '@esp-prov/nvs';
import { describe, expect, test } from 'vitest';
import { damageFlash, factoryFlash, factoryImage, readPartitionTable, tableOffsetOf } from '../../src/index.ts';
import { readme } from '../../src/profiles/readme.ts';
import { powerOn } from '../support/powered-device.ts';

const nvs: Partition = { label: 'nvs', type: 1, subtype: 2, offset: 0x10000, size: 0xc000, flags: 0 };
const factory: Partition = { label: 'factory', type: 0, subtype: 0, offset: 0x20000, size: 0x100000, flags: 0 };
const table = [nvs, factory];
const tableOffset = 0xc000;

describe('a table at another offset', () => {
  test('is found when the chip starts, and stands in its log', async () => {
    const { events, serial } = await powerOn(readme, 1, { flash: factoryFlash({ table, tableOffset }) });
    expect(serial.join('\n')).toMatch(/boot: {2}0 nvs {14}WiFi data {8}01 02 00010000 0000c000/);
    expect(events[0]).toMatchObject({ kind: 'provisioning-started' });
  });

  test('is the one that the firmware was built for, where that is given', async () => {
    const flash = factoryFlash({ table, tableOffset });
    await powerOn(readme, 1, { flash, tableOffset });
    await expect(powerOn(readme, 1, { flash, tableOffset: 0x8000 })).rejects.toMatchObject({
      code: 'flash/not-bootable',
    });
  });

  test.each(['corrupt-table', 'small-nvs'] as const)('is the one that is damaged: %s', (damage) => {
    const flash = factoryFlash({ table, tableOffset });
    damageFlash(flash, damage);
    expect(tableOffsetOf(flash)).toBe(tableOffset);
    if (damage === 'corrupt-table') expect(() => readPartitionTable(flash)).toThrow(NvsError);
    else expect(readPartitionTable(flash)[0]).toMatchObject({ label: 'nvs', size: 0x1000 });
  });

  test('is not made where a partition is', () => {
    expect(() => factoryImage({ tableOffset })).toThrow(/offset 0x9000 of "nvs" is below 0xd000/);
  });

  test('that would lie behind the end of the image is told as that', () => {
    expect(() => readPartitionTable(new MemoryFlash(0x8000), 0xc000)).toThrow(/ends at 0x8000, before .* at 0xc000/);
  });
});
