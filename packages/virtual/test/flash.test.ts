import { crc32, MemoryFlash, NvsStore } from '@esp-prov/nvs';
import { isProvisioningError, utf8 } from '@esp-prov/protocol';
import { manualClock, memoryLink } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { factoryFlash, factoryImage, VirtualEsp32 } from '../src/index.ts';
import { nvsOf } from './support/flash-parts.ts';

async function boot(flash: MemoryFlash): Promise<{ serial: string[]; error: unknown }> {
  const serial: string[] = [];
  const clock = manualClock();
  const device = new VirtualEsp32({
    flash,
    transport: memoryLink().device,
    clock,
    serial: (line) => serial.push(line),
    logLevel: 'debug',
  });
  const error = await clock.run(device.boot()).catch((cause: unknown) => cause);
  await device[Symbol.asyncDispose]();
  return { serial, error };
}

describe('a device with a flash image', () => {
  test('prints the partition table of the README, columns exact', async () => {
    const { serial } = await boot(factoryFlash());
    const begin = serial.indexOf('I (47) boot: Partition Table:');
    expect(serial.slice(begin + 1, begin + 6).map((line) => line.replace(/^I \(\d+\) boot: /, ''))).toEqual([
      '## Label            Usage          Type ST Offset   Length',
      ' 0 nvs              WiFi data        01 02 00009000 00006000',
      ' 1 phy_init         RF data          01 01 0000f000 00001000',
      ' 2 factory          factory app      00 00 00010000 00124f80',
      'End of partition table',
    ]);
    expect(serial.at(-1)).toContain('Provisioning started with service name');
  });

  test('is provisioned when its credentials were written by something else', async () => {
    const flash = factoryFlash();
    const ssid = new Uint8Array(36);
    ssid.set([4]);
    ssid.set(utf8('home'), 4);
    const store = NvsStore.open(nvsOf(flash));
    store.set('nvs.net80211', 'sta.ssid', { type: 'blob', value: ssid });
    store.set('nvs.net80211', 'sta.pswd', { type: 'blob', value: Uint8Array.from([...utf8('secret-1'), 0]) });
    const { serial } = await boot(flash);
    expect(serial).toContain('I (445) app: Already provisioned, starting Wi-Fi STA');
    expect(serial.join('\n')).toContain('Found Wi-Fi SSID     : home');
    expect(serial.join('\n')).not.toContain('secret-1');
  });

  test('without a table says what the bootloader says, and does not boot', async () => {
    const { serial, error } = await boot(new MemoryFlash(0x400000));
    expect(serial.join('\n')).toContain('flash_parts: partition 0 invalid magic number 0xffff');
    expect(serial.at(-1)).toMatch(/^E \(\d+\) boot: load partition table error!$/);
    expect(isProvisioningError(error, 'flash/not-bootable')).toBe(true);
  });

  test('with a broken table does not boot either', async () => {
    const image = factoryImage();
    // A letter of a label.
    image[0x8000 + 32 + 12] = 0x51;
    const { serial, error } = await boot(new MemoryFlash(image));
    expect(serial.join('\n')).toContain('Incorrect MD5 checksum');
    expect(isProvisioningError(error, 'flash/not-bootable')).toBe(true);
  });

  test('whose NVS is of a newer version erases it and starts afresh, as the example does', async () => {
    const flash = factoryFlash();
    const nvs = nvsOf(flash);
    NvsStore.open(nvs).set('app', 'key', { type: 'u8', value: 1 });
    // A page header whose version byte counts down from 0xff is one of a later release.
    const header = nvs.read(0, 32);
    header[8] = 0xf0;
    new DataView(header.buffer).setUint32(28, crc32(header.subarray(4, 28)), true);
    nvs.erase(0);
    nvs.program(0, header);
    const { serial, error } = await boot(flash);
    expect(error).toBeUndefined();
    expect(serial.at(-1)).toContain('Provisioning started');
    expect(nvs.read(0, 32)).not.toEqual(header);
  });

  test('with random bytes in NVS boots and offers provisioning', async () => {
    const flash = factoryFlash();
    nvsOf(flash).program(
      0,
      Uint8Array.from({ length: 0x6000 }, (_, i) => (i * 73 + (i >> 5) * 31) & 0xff),
    );
    const { serial, error } = await boot(flash);
    expect(error).toBeUndefined();
    expect(serial.at(-1)).toContain('Provisioning started');
  });
});
