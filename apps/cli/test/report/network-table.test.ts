import { fromHex, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { mergeNetworks } from '../../src/commands/provision/network-choices.ts';
import { authName, displaySsid, networkJson, networkTable } from '../../src/report/network-table.ts';

const bssid = fromHex('aabbccddeeff');
const network = (ssid: Uint8Array<ArrayBuffer>, authMode = 3) => ({ ssid, bssid, channel: 6, rssi: -50, authMode });
const hidden = network(new Uint8Array(0));
const latin1 = network(fromHex('636166e9'));

describe('the name of a network', () => {
  test.each([
    ['UTF-8 is shown as text', utf8('Café ☕'), 'Café ☕'],
    ['bytes that are no UTF-8 are shown as digits', latin1.ssid, '0x636166e9'],
    ['no bytes are those of a hidden network', hidden.ssid, '(hidden)'],
    ['control characters are not shown', utf8('a\u001b[2J\n'), 'a\u{fffd}[2J\u{fffd}'],
  ])('%s', (_, ssid, shown) => {
    expect(displaySsid(ssid)).toBe(shown);
    expect(networkTable([network(ssid)])[1]).toContain(` ${shown} `);
  });

  test('is told to programs as text where it is text, and always as bytes', () => {
    expect(networkJson(latin1)).toMatchObject({ ssid: null, ssidHex: '636166e9', bssid: 'aa:bb:cc:dd:ee:ff' });
    expect(networkJson(hidden)).toMatchObject({ ssid: '', ssidHex: '' });
  });

  test('of hidden networks is nothing to choose, and others are one choice for each name', () => {
    const other = network(fromHex('636166e8'));
    expect(mergeNetworks([hidden, latin1, other, latin1]).map(({ network: { ssid }, count }) => [ssid, count])).toEqual(
      [
        [latin1.ssid, 2],
        [other.ssid, 1],
      ],
    );
  });
});

test('an auth mode without a name is told by its number', () => {
  expect([0, 7, 13, 16, 17, 200].map(authName)).toEqual([
    'Open',
    'WPA2_WPA3_PSK',
    'DPP',
    'WPA_ENTERPRISE',
    'AUTH_17',
    'AUTH_200',
  ]);
});

test('the columns of the scan table are those of esp_prov, also behind wide letters', () => {
  const networks = ['myssid', '寝室'].map((ssid) => ({ ...network(utf8(ssid)), rssi: -42 }));
  expect(networkTable(networks)).toEqual([
    'S.N. SSID                              BSSID         CHN RSSI AUTH',
    '[ 1] myssid                            aabbccddeeff    6 -42  WPA2_PSK',
    '[ 2] 寝室                              aabbccddeeff    6 -42  WPA2_PSK',
  ]);
});

test('the scan table says which networks take more than a password, and programs are told', () => {
  const networks = [network(utf8('home')), network(utf8('corp'), 5), network(utf8('corp 6'), 14)];
  expect(networkTable(networks).slice(-2)).toEqual([
    '[ 3] corp 6                            aabbccddeeff    6 -50  WPA3_ENTERPRISE',
    'Enterprise: [2], [3]. Such a network asks for a user name or a certificate, which provisioning cannot carry.',
  ]);
  expect(networks.map(networkJson).map((each) => each['enterprise'])).toEqual([false, true, true]);
});
