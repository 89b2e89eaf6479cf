import { fromHex, toHex } from '@esp-prov/protocol';
import { decodeMessage, NetworkConfigPayloadSchema, requirePayload } from '@esp-prov/protocol/messages';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { encodeSetConfig, type WifiNetwork } from '../../src/endpoints/wifi-config.ts';

function sent(network: Partial<WifiNetwork>) {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, encodeSetConfig({ ssid: 'myssid', ...network }));
  const { bssid, channel } = requirePayload(payload, 'cmdSetWifiConfig');
  return { bssid: toHex(bssid), channel };
}

async function refused(network: Partial<WifiNetwork>): Promise<string> {
  const task = async () => encodeSetConfig({ ssid: 'a', ...network });
  return (await failureOf(task())).code;
}

describe('credentials as they are sent', () => {
  test('have no access point unless one is named', () => {
    // Recorded: google.protobuf of esp_prov.
    const bytes = '080262140a066d7973736964120a6d7970617373776f7264';
    expect(toHex(encodeSetConfig({ ssid: 'myssid', passphrase: 'mypassword' }))).toBe(bytes);
  });

  test.each<[string, string | Uint8Array]>([
    ['colons', 'aa:bb:CC:dd:ee:0f'],
    ['hyphens', 'AA-BB-CC-DD-EE-0F'],
    ['digits alone, as a scan table has it', 'aabbccddee0f'],
    ['bytes', fromHex('aabbccddee0f')],
  ])('have the access point that is named by %s', (_, bssid) => {
    expect(sent({ bssid, channel: 6 })).toEqual({ bssid: 'aabbccddee0f', channel: 6 });
    expect(sent({ bssid })).toEqual({ bssid: 'aabbccddee0f', channel: 0 });
  });

  test.each([1, 14, 32, 36, 177])('have the channel %d', (channel) => {
    expect(sent({ channel })).toEqual({ bssid: '', channel });
  });

  test.each(['', 'aa:bb:cc:dd:ee', 'aa:bb:cc:dd:ee:ff:00', 'aa:bb-cc:dd:ee:ff', 'aabbcc:ddeeff', 'ga:bb:cc:dd:ee:ff'])(
    'are refused with the access point “%s”',
    async (bssid) => {
      expect(await refused({ bssid })).toBe('wifi/invalid-access-point');
    },
  );

  test('are refused with an access point of another length', async () => {
    expect(await refused({ bssid: new Uint8Array(5) })).toBe('wifi/invalid-access-point');
  });

  test.each([0, -1, 15, 31, 178, 6.5, Number.NaN, 2 ** 40])('are refused with the channel %d', async (channel) => {
    expect(await refused({ channel })).toBe('wifi/invalid-access-point');
  });
});
