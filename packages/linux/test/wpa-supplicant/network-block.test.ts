import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { hotspotBlock, stationBlock } from '../../src/wpa-supplicant/network-block.ts';
import { markText, readMark } from '../../src/wpa-supplicant/network-mark.ts';

/** Returns the options of a network without their types. */
function plain(block: ReturnType<typeof stationBlock>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(block).map(([name, { value }]) => [name, value]));
}

const network = { ssid: utf8('home'), passphrase: utf8('') };

describe('a network for wpa_supplicant', () => {
  test.each([
    ['open', { keyMgmt: 'none', sae: false }, { key_mgmt: 'NONE' }],
    ['OWE', { keyMgmt: 'owe', sae: false }, { key_mgmt: 'OWE', ieee80211w: 2 }],
    [
      'WPA2',
      { keyMgmt: 'wpa-psk', sae: false, secret: 'correct-horse' },
      { key_mgmt: 'WPA-PSK WPA-PSK-SHA256', ieee80211w: 1, psk: 'correct-horse' },
    ],
    [
      'WPA2 and WPA3',
      { keyMgmt: 'wpa-psk', sae: true, secret: 'correct-horse' },
      { key_mgmt: 'WPA-PSK WPA-PSK-SHA256 SAE', psk: 'correct-horse' },
    ],
    [
      'WPA3',
      { keyMgmt: 'sae', sae: true, secret: 'correct-horse' },
      { key_mgmt: 'SAE', ieee80211w: 2, sae_password: utf8('correct-horse') },
    ],
    [
      'a key of digits',
      { keyMgmt: 'wpa-psk', sae: true, secret: '0A'.repeat(32) },
      { key_mgmt: 'WPA-PSK WPA-PSK-SHA256', psk: new Uint8Array(32).fill(10) },
    ],
  ] as const)('%s', (_, security, options) => {
    expect(plain(stationBlock(network, { security, hidden: false, mark: 'attempt' }))).toMatchObject(options);
  });

  test('hides a passphrase with control characters in the key that is made of it', () => {
    const security = { keyMgmt: 'wpa-psk', sae: false, secret: 'line\nnetwork={' } as const;
    const { psk } = plain(stationBlock(network, { security, hidden: false, mark: 'attempt' }));
    expect(psk).toBeInstanceOf(Uint8Array);
    expect(psk).toHaveLength(32);
  });

  test('is called by its name where it hides it, and is the one access point that is wanted', () => {
    const wanted = { ...network, bssid: Uint8Array.of(2, 0, 0, 0, 0x11, 2), channel: 11 };
    const security = { keyMgmt: 'none', sae: false } as const;
    const options = plain(stationBlock(wanted, { security, hidden: true, mark: 'kept' }));
    expect(options).toMatchObject({ scan_ssid: 1, bssid: '02:00:00:00:11:02', freq_list: '2462' });
  });

  test('is tried before the one that is kept', () => {
    const security = { keyMgmt: 'none', sae: false } as const;
    const priority = (mark: 'attempt' | 'kept') =>
      plain(stationBlock(network, { security, hidden: false, mark }))['priority'];
    expect(Number(priority('attempt'))).toBeGreaterThan(Number(priority('kept')));
  });

  test('is an access point of WPA2 with CCMP, or an open one', () => {
    const options = { ssid: utf8('PROV'), frequency: 2437, switchedOff: [0, 3] };
    const wpa2 = { mode: 2, key_mgmt: 'WPA-PSK', proto: 'RSN', pairwise: 'CCMP', group: 'CCMP', psk: 'abcdefgh2345' };
    expect(plain(hotspotBlock({ ...options, passphrase: 'abcdefgh2345' }))).toMatchObject({ ...wpa2, frequency: 2437 });
    expect(plain(hotspotBlock(options))).toMatchObject({ mode: 2, key_mgmt: 'NONE', id_str: 'esp-prov hotspot 0,3' });
  });
});

describe('the mark of a network of ours', () => {
  test.each(['attempt', 'kept', 'hotspot'] as const)('%s is read as it was written', (mark) => {
    expect(readMark({ id_str: `"${markText(mark, [])}"` })).toEqual({ mark, switchedOff: [] });
  });

  test('tells what an access point has switched off, as far as there is room', () => {
    const numbers = Array.from({ length: 500 }, (_, i) => i);
    const read = readMark({ id_str: `"${markText('hotspot', numbers)}"` });
    expect(read).toEqual({ mark: 'hotspot', switchedOff: numbers.slice(0, 64) });
  });

  test.each([
    undefined,
    7,
    '',
    'esp-prov',
    '"esp-provx"',
    '"my esp-prov"',
    '"esp-prov other"',
    '"esp-prov hotspot 1,"',
    `"esp-prov hotspot ${'1,'.repeat(100)}1"`,
  ])('is not %s', (text) => {
    expect(readMark({ id_str: text })).toBeUndefined();
  });
});
