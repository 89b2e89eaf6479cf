import { describe, expect, test } from 'vitest';
import { readBatchList } from '../../../src/commands/provision/batch/batch-list.ts';
import type { ProvisionOptions } from '../../../src/commands/provision/provision-options.ts';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, jsonLines } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';

describe.concurrent('--bssid and --channel', { timeout: testTimeoutMs }, () => {
  test('reach a device that obeys them, and a line says who ignores them', async () => {
    await using device = await startDevice(['--fast', '--obey-bssid', '--no-auto-stop']);
    const elsewhere = await run([...credentials(device.address), '--bssid', 'aa:bb:cc:dd:ee:00']);
    expectFailure(elsewhere, 1, 'wifi/network-not-found');
    expect(elsewhere.stderr).toContain(
      "The request names the access point aa:bb:cc:dd:ee:00; Espressif's manager ignores that.",
    );
  });

  test('are ignored by a device as Espressif makes it', async () => {
    await using device = await startDevice(['--fast']);
    const ended = await run([...credentials(device.address), '--bssid', 'aabbccddeeff', '--channel', '36', '--json']);
    expect(ended.code).toBe(0);
    expect(jsonLines(ended)).toContainEqual({ event: 'access-point', bssid: 'aabbccddeeff', channel: 36 });
  });

  test('that are none are refused before the device is disturbed', async () => {
    const to = ['--service-name', '127.0.0.1:1', '--pop', 'p', '--ssid', 'a', '--passphrase', ''];
    expectFailure(await run([...to, '--bssid', 'aa:bb']), 2, 'wifi/invalid-access-point');
    expectFailure(await run([...to, '--channel', '20']), 2, 'wifi/invalid-access-point');
  });
});

describe('a list with access points', () => {
  const common = {
    transport: 'softap',
    ssid: 'shop',
    passphrase: 'secret-1',
    bssid: '01:02:03:04:05:06',
    channel: 1,
    encoding: 'utf8',
  } as unknown as ProvisionOptions;
  const networks = (text: string) => readBatchList(text, common).map(({ network }) => network);

  test('has them in columns, which go before those of the command line', () => {
    const [own, given] = networks('service_name,bssid,channel\n10.0.0.1,aa:bb:cc:dd:ee:ff,6\n10.0.0.2,,\n');
    expect(own).toMatchObject({ bssid: Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff), channel: 6 });
    expect(given).toMatchObject({ bssid: Uint8Array.of(1, 2, 3, 4, 5, 6), channel: 1 });
  });

  test('takes none from the command line for a network of its own', () => {
    const [own] = networks('service_name,ssid\n10.0.0.1,home\n');
    expect(own).not.toHaveProperty('bssid');
    expect(own).not.toHaveProperty('channel');
  });

  test.each(['aa:bb,6', 'aa:bb:cc:dd:ee:ff,x', ',1e1', ',99999999999'])('is refused with %s', (cells) => {
    expect(() => networks(`service_name,bssid,channel\n10.0.0.1,${cells}\n`)).toThrow('line 2');
  });
});
