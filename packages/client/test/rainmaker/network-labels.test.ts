import { utf8 } from '@esp-prov/protocol';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelNetworks } from '../../src/rainmaker/network-labels.ts';

const heard = (ssid: Uint8Array<ArrayBuffer>, rssi = -50) => ({
  ssid,
  rssi,
  bssid: Uint8Array.of(2, 4, 6, 8, 10, 171),
  channel: 6,
  authMode: 3,
});

test('the strongest comes first, with what the SDKs show of it', () => {
  const { networks, labels } = labelNetworks([heard(utf8('far'), -80), heard(utf8('Café ☕'), -40)]);
  expect(networks).toEqual([
    { ssid: 'Café ☕', rssi: -40, auth: 3, bssid: '02:04:06:08:0a:ab', channel: 6, secure: true },
    { ssid: 'far', rssi: -80, auth: 3, bssid: '02:04:06:08:0a:ab', channel: 6, secure: true },
  ]);
  expect(labels.size).toBe(0);
});

test.each(Object.entries(hostileTexts).filter(([, text]) => utf8(text).length <= 32))(
  'a name with a %s is shown without it, and leads back to its bytes',
  (_, text) => {
    const ssid = utf8(text);
    const [network] = labelNetworks([heard(ssid)]).networks;
    expect(findSteering(network?.ssid ?? '')).toEqual([]);
    const label = network?.ssid ?? '';
    expect(labelNetworks([heard(ssid)]).labels.get(label) ?? utf8(label)).toEqual(ssid);
  },
);

test('no two names have one label, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 32 }), { maxLength: 20 }), (names) => {
      const { networks, labels } = labelNetworks(names.map((name) => heard(Uint8Array.from(name))));
      const meant = networks.map(({ ssid }) => String(labels.get(ssid) ?? utf8(ssid)));
      expect(meant.sort()).toEqual(names.map(String).sort());
    }),
  );
});

test('a network that is called like the label of another one keeps its name', () => {
  const marked = labelNetworks([heard(Uint8Array.of(0xff))]).networks[0]?.ssid as string;
  const { networks, labels } = labelNetworks([heard(Uint8Array.of(0xff)), heard(utf8(marked), -60)]);
  expect(networks.map(({ ssid }) => ssid)).toEqual([`${marked}*`, marked]);
  expect(labels.get(marked)).toBeUndefined();
});

test('a name that is longer than any network has is left out', () => {
  expect(labelNetworks([heard(new Uint8Array(33).fill(65))]).networks).toEqual([]);
});
