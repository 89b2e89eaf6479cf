import { NvsError, NvsStore, wellKnownTables } from '@esp-prov/nvs';
import { describe, expect, test } from 'vitest';
import { damageFlash, readPartitionTable } from '../../src/index.ts';
import { readme } from '../../src/profiles/readme.ts';
import { flashWith, nvsOf } from '../support/flash-parts.ts';
import { powerOn } from '../support/powered-device.ts';

describe('damage to a flash', () => {
  test('to its table keeps the chip from booting', async () => {
    const flash = flashWith(wellKnownTables.exampleReadme);
    damageFlash(flash, 'corrupt-table');
    expect(() => readPartitionTable(flash)).toThrow(NvsError);
    await expect(powerOn(readme, 1, { flash })).rejects.toMatchObject({ code: 'flash/not-bootable' });
  });

  test('to all pages of NVS costs what they held, and the device offers provisioning', async () => {
    const flash = flashWith(wellKnownTables.exampleReadme);
    NvsStore.open(nvsOf(flash)).set('app', 'key', { type: 'u8', value: 1 });
    damageFlash(flash, 'corrupt-nvs');
    const { events } = await powerOn(readme, 1, { flash });
    expect(events[0]).toMatchObject({ kind: 'provisioning-started' });
    expect(Array.from(NvsStore.open(nvsOf(flash)).entries())).toEqual([]);
  });

  test('that leaves NVS one sector makes the device refuse credentials, as a chip does', async () => {
    const flash = flashWith(wellKnownTables.exampleReadme);
    const rest = flash.read(0x8c00, 0x400);
    damageFlash(flash, 'small-nvs');
    expect(flash.read(0x8c00, 0x400)).toEqual(rest);
    expect(readPartitionTable(flash).map(({ label, size }) => [label, size])).toEqual([
      ['nvs', 0x1000],
      ['phy_init', 0x1000],
      ['factory', 0x124f80],
    ]);
    const { open, provision, serial } = await powerOn(readme, 0, { flash, fast: true });
    const outcome = await provision(await open(), 'home', 'right password').catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'device/apply-refused' });
    expect(serial.join('\n')).toContain('wifi_prov_mgr: Failed to set Wi-Fi configuration');
    expect(serial.join('\n')).toContain('wifi_prov_handlers: Failed to apply Wi-Fi Credentials');
  });

  test('to the keys erases them where there are some', () => {
    const flash = flashWith(wellKnownTables.singleAppEncryptedNvs, { nvs_key: new Uint8Array(0x1000) });
    damageFlash(flash, 'no-keys');
    expect(flash.read(0x110000, 0x1000).every((byte) => byte === 0xff)).toBe(true);
    const plain = flashWith(wellKnownTables.exampleReadme);
    const before = plain.image();
    damageFlash(plain, 'no-keys');
    expect(Buffer.from(plain.image()).equals(before)).toBe(true);
  });

  test('needs a table to find its way', () => {
    const flash = flashWith(wellKnownTables.exampleReadme);
    damageFlash(flash, 'corrupt-table');
    expect(() => damageFlash(flash, 'small-nvs')).toThrow(NvsError);
  });
});
