import { encodePartitionTable, MemoryFlash, NvsStore, wellKnownTables } from '@esp-prov/nvs';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { VirtualEsp32, type VirtualEsp32Options } from '../../src/index.ts';
import { flashWith, nvsOf, nvsVector } from '../support/flash-parts.ts';

async function boot(flash: MemoryFlash, options: Partial<VirtualEsp32Options> = {}) {
  const serial: string[] = [];
  const clock = manualClock();
  const device = new VirtualEsp32({
    flash,
    transport: memoryLink().device,
    clock,
    serial: (line) => serial.push(line),
    logLevel: 'debug',
    ...options,
  });
  const error = await clock.run(device.boot()).catch((cause: unknown) => cause);
  await device[Symbol.asyncDispose]();
  return { serial, error, name: device.serviceName };
}

/** Bits of a MAC address as the radio notes it. */
function withNotedMac(...bytes: number[]): MemoryFlash {
  const flash = flashWith(wellKnownTables.exampleReadme);
  NvsStore.open(nvsOf(flash)).set('phy', 'cal_mac', { type: 'blob', value: Uint8Array.from(bytes) });
  return flash;
}

describe('the first 64 KiB of a flash that firmware wrote', () => {
  const head = () => new MemoryFlash(nvsVector('device/flash_head_64k_provisioned.bin'));

  test('boot, with the table and the network that they hold', async () => {
    const { serial, error } = await boot(head());
    expect(error).toBeUndefined();
    expect(serial.join('\n')).toContain('boot.esp32: SPI Flash Size : 2MB');
    const begin = serial.findIndex((line) => line.includes('## Label'));
    expect(serial.slice(begin + 1, begin + 5).map((line) => line.replace(/^I \(\d+\) boot: /, ''))).toEqual([
      ' 0 nvs              WiFi data        01 02 00009000 00006000',
      ' 1 phy_init         RF data          01 01 0000f000 00001000',
      ' 2 factory          factory app      00 00 00010000 00150000',
      'End of partition table',
    ]);
    expect(serial).toContain('I (445) app: Already provisioned, starting Wi-Fi STA');
    expect(serial.join('\n')).toMatch(/Found Wi-Fi SSID {5}: \S+/);
  });

  test('have the address of the board that they are of', async () => {
    const { name } = await boot(head());
    const noted = NvsStore.open(nvsOf(head())).get('phy', 'cal_mac');
    const last = Buffer.from(noted?.value as Uint8Array)
      .toString('hex')
      .slice(6)
      .toUpperCase();
    expect(name).toBe(`PROV_${last}`);
  });

  test('lose nothing by it', async () => {
    const flash = head();
    const before = flash.image();
    await boot(flash);
    expect(Buffer.from(flash.image()).equals(before)).toBe(true);
  });
});

describe('the address of a device', () => {
  test('is the one that the flash tells, unless another is given', async () => {
    const flash = withNotedMac(0x24, 0x0a, 0xc4, 0xab, 0xcd, 0xef);
    expect((await boot(flash)).name).toBe('PROV_ABCDEF');
    expect((await boot(flash, { mac: '24:0a:c4:01:02:03' })).name).toBe('PROV_010203');
  });

  test.each([
    ['none', []],
    ['zeros', [0, 0, 0, 0, 0, 0]],
    ['that of a group', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['too short', [1, 2, 3]],
  ])('is the one of the README where the flash tells %s', async (_, bytes) => {
    const flash = bytes.length === 0 ? flashWith(wellKnownTables.exampleReadme) : withNotedMac(...bytes);
    expect((await boot(flash)).name).toBe('PROV_261FCC');
  });
});

describe('a table that does not suit the chip', () => {
  test('is refused where the image is that of a whole chip', async () => {
    const flash = new MemoryFlash(0x100000);
    flash.program(0x8000, encodePartitionTable(wellKnownTables.wifiProvMgr));
    const { serial, error } = await boot(flash);
    expect(serial.join('\n')).toContain(
      'E (47) flash_parts: partition 2 invalid - offset 0x10000 size 0x150000 exceeds flash chip size 0x100000',
    );
    expect(error).toMatchObject({ code: 'flash/not-bootable' });
  });

  test('is missing in an image that ends before it', async () => {
    const { serial, error } = await boot(new MemoryFlash(0x8000));
    expect(serial.join('\n')).toContain('flash_parts: partition 0 invalid magic number 0xffff');
    expect(error).toMatchObject({ code: 'flash/not-bootable', message: expect.stringContaining('0x8000') });
  });

  test.each([
    ['another magic number', 32, 0x00, 'partition 1 invalid magic number 0x5000'],
    ['no end', 0, undefined, 'partition table has no terminating entry, not valid'],
  ])('of %s is told as the bootloader tells it', async (_, at, byte, words) => {
    const flash = new MemoryFlash(0x400000);
    const row = encodePartitionTable(wellKnownTables.wifiProvMgr).subarray(0, 32);
    if (byte === undefined) {
      for (let slot = 0; slot < 96; slot++) flash.program(0x8000 + 32 * slot, row);
    } else {
      flash.program(0x8000, encodePartitionTable(wellKnownTables.wifiProvMgr));
      flash.program(0x8000 + at, Uint8Array.of(byte));
    }
    const { serial } = await boot(flash);
    expect(serial.join('\n')).toContain(`flash_parts: ${words}`);
  });
});
