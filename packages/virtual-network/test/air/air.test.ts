import { describe, expect, test } from 'vitest';
import { Air, type AirEvent } from '../../src/air/air.ts';
import { answerOf, type JoinAttempt } from '../../src/air/answer-of.ts';
import { channelOf, frequencyOf } from '../../src/air/channels.ts';
import { realAirDelays } from '../../src/air/delays.ts';
import type { VirtualAccessPoint } from '../../src/index.ts';

const text = (bytes: Uint8Array | undefined) => (bytes ? new TextDecoder().decode(bytes) : undefined);

describe('the air', () => {
  test('has one radio and no access points of its own accord', () => {
    const air = new Air({});
    expect(air.radios.map(({ name, mac }) => [name, mac])).toEqual([['wlan0', '02:00:00:00:00:00']]);
    expect(air.accessPoints).toEqual([]);
  });

  test('fills in what an access point does not say', () => {
    const air = new Air({ accessPoints: [{ ssid: 'home', passphrase: 'password' }, { ssid: 'guest' }] });
    expect(
      air.accessPoints.map(({ bssid, security, frequency, rssi }) => ({ bssid, security, frequency, rssi })),
    ).toEqual([
      { bssid: '02:AA:00:00:00:01', security: 'wpa2', frequency: 2437, rssi: -50 },
      { bssid: '02:AA:00:00:00:02', security: 'open', frequency: 2437, rssi: -50 },
    ]);
  });

  test('changes the access point of an SSID, and that of an address', () => {
    const air = new Air({ accessPoints: [{ ssid: 'home' }, { ssid: 'home' }] });
    air.put({ ssid: 'home', rssi: -80 });
    air.put({ ssid: 'home', bssid: '02:aa:00:00:00:02', rssi: -70 });
    air.put({ ssid: 'home', bssid: '02:bb:00:00:00:02', rssi: -60 });
    expect(air.accessPoints.map(({ rssi }) => rssi)).toEqual([-80, -70, -60]);
  });

  test('takes every access point of an SSID, and reports each', () => {
    const air = new Air({ accessPoints: [{ ssid: 'home' }, { ssid: 'other' }, { ssid: 'home' }] });
    const events: AirEvent['kind'][] = [];
    air.listen(({ kind }) => events.push(kind));
    air.take('home');
    expect(air.accessPoints.map(({ ssid }) => text(ssid))).toEqual(['other']);
    expect(events).toEqual(['taken', 'taken']);
  });

  test('ends the hotspot of an interface that is pulled out', () => {
    const air = new Air({ interfaces: [{}, {}] });
    const radio = air.radio('wlan1');
    if (radio === undefined) throw new Error('wlan1 is missing');
    const hotspot = { ssid: Uint8Array.of(65), passphrase: undefined, channel: 1, addresses: [] };
    expect(air.openHotspot(radio, hotspot)).toBe(true);
    expect(air.hotspots).toMatchObject([{ interfaceName: 'wlan1', channel: 1 }]);
    air.unplug('wlan1');
    expect(air.hotspots).toEqual([]);
    expect(air.openHotspot(radio, hotspot)).toBe(false);
  });

  test('refuses hotspots as a radio does that cannot make a protected one', () => {
    const air = new Air({});
    const [radio] = air.radios;
    if (radio === undefined) throw new Error('there is no radio');
    const open = { ssid: Uint8Array.of(65), passphrase: undefined, channel: 1, addresses: [] };
    air.refuseHotspots('protected');
    expect(air.openHotspot(radio, { ...open, passphrase: 'password' })).toBe(false);
    expect(air.openHotspot(radio, open)).toBe(true);
    air.refuseHotspots('all');
    expect(air.openHotspot(radio, open)).toBe(false);
  });

  test.each([['' as string | Uint8Array], ['x'.repeat(33)], [new Uint8Array(33)]])('refuses the SSID %j', (ssid) => {
    expect(() => new Air({ accessPoints: [{ ssid }] })).toThrow(TypeError);
  });

  test.each([
    [1, 2412],
    [13, 2472],
    [14, 2484],
    [36, 5180],
    [165, 5825],
  ])('has channel %i at %i MHz', (channel, frequency) => {
    expect(frequencyOf(channel)).toBe(frequency);
    expect(channelOf(frequency)).toBe(channel);
  });

  const passphrase = 'correct horse';
  const answers: readonly (readonly [VirtualAccessPoint['security'], JoinAttempt, string])[] = [
    ['open', { kind: 'open' }, 'in'],
    ['open', { kind: 'psk', key: passphrase }, 'not-fitting'],
    ['wpa2', { kind: 'psk', key: passphrase }, 'in'],
    ['wpa2', { kind: 'psk', key: 'wrong horse' }, 'wrong-key'],
    ['wpa2', { kind: 'sae', key: passphrase }, 'not-fitting'],
    ['wpa2-wpa3', { kind: 'sae', key: passphrase }, 'in'],
    ['wpa2-wpa3', { kind: 'psk', key: passphrase }, 'in'],
    ['wpa3', { kind: 'sae', key: 'wrong horse' }, 'wrong-sae'],
    ['wpa3', { kind: 'psk', key: passphrase }, 'not-fitting'],
    ['owe', { kind: 'owe' }, 'in'],
    ['wep', { kind: 'wep', key: passphrase }, 'in'],
    ['enterprise', { kind: 'enterprise', key: 'other' }, 'wrong-key'],
  ];
  test.each(answers)('an access point with %s answers %j: %s', (security, attempt, answer) => {
    const air = new Air({ accessPoints: [{ ssid: 'home', passphrase, security }] });
    const [accessPoint] = air.accessPoints;
    if (accessPoint === undefined) throw new Error('there is no access point');
    expect(answerOf(accessPoint, attempt, realAirDelays).answer).toBe(answer);
  });

  test('an access point may take its own time', () => {
    const air = new Air({ accessPoints: [{ ssid: 'home', answersAfterMs: 7 }] });
    const [accessPoint] = air.accessPoints;
    if (accessPoint === undefined) throw new Error('there is no access point');
    expect(answerOf(accessPoint, { kind: 'open' }, realAirDelays)).toEqual({ answer: 'in', afterMs: 7 });
  });
});
