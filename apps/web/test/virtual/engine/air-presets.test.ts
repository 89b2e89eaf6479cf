import { Provisioner } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import { EditableAir } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import {
  addNetwork,
  airNetwork,
  changeNetwork,
  mostNetworks,
  removeNetwork,
} from '../../../src/virtual/engine/air-edit.ts';
import { activePreset, airPresets, withPreset } from '../../../src/virtual/engine/air-presets.ts';
import { TabDevice } from '../../../src/virtual/engine/tab-device.ts';
import { townAir } from '../../../src/virtual/engine/town-air.ts';

/** Provisions a device in this air, and returns how it ended; a join without an end is given up after `timeoutMs`. */
async function outcome(air: EditableAir, timeoutMs = 60_000): Promise<unknown> {
  await using device = new TabDevice({ settings: { fast: true, transport: 'softap' }, air });
  await device.boot();
  const { username, pop } = device.label;
  await using provisioner = await Provisioner.connect(device.open, { username, password: pop });
  await provisioner.scan();
  const wanted = { ssid: 'Birch House', passphrase: 'correct horse' };
  try {
    for await (const step of provisioner.provision(wanted, { timeoutMs })) {
      if (step.kind === 'failed') return step.reason;
      if (step.kind === 'connected') return 'connected';
    }
    return 'nothing';
  } catch (error) {
    return isProvisioningError(error) ? error.code : error;
  }
}

describe('an air that fails on purpose', () => {
  test.each([
    ['wrong-password', 'auth-error'],
    ['weak-signal', 'auth-error'],
    ['vanishes', 'network-not-found'],
    ['no-address', 'wifi/join-timeout'],
    ['enterprise', 'auth-error'],
  ] as const)('%s is reported as %s', async (preset, reason) => {
    const points = withPreset(townAir, preset);
    expect(activePreset(points)).toBe(preset);
    const timeoutMs = reason === 'wifi/join-timeout' ? 1500 : undefined;
    expect(await outcome(new EditableAir(points), timeoutMs)).toBe(reason);
  });

  test('is well again without its preset, whichever it was', async () => {
    for (const preset of airPresets) {
      const points = withPreset(withPreset(townAir, preset), undefined);
      expect(activePreset(points)).toBeUndefined();
      expect(points.map(airNetwork)).toEqual(townAir.map(airNetwork));
    }
    expect(await outcome(new EditableAir(withPreset(townAir, undefined)))).toBe('connected');
  });

  test('one preset takes the place of another', () => {
    const points = withPreset(withPreset(townAir, 'enterprise'), 'vanishes');
    expect(airNetwork(points[0] as (typeof townAir)[0])).toMatchObject({ join: 'vanish', auth: 'WPA2_PSK' });
  });

  test('has room for so many networks', () => {
    let points: readonly (typeof townAir)[number][] = [];
    expect(withPreset(points, 'vanishes')).toEqual([]);
    for (let i = 0; i < mostNetworks + 2; i++) points = addNetwork(points, `net ${i}`);
    expect(points).toHaveLength(mostNetworks);
    expect(new Set(points.map(({ bssid }) => bssid)).size).toBe(mostNetworks);
    points = removeNetwork(points, points[3]?.bssid as string);
    expect(points.map(({ ssid }) => ssid)).not.toContain('net 3');
    expect(new Set(addNetwork(points, 'new').map(({ bssid }) => bssid)).size).toBe(mostNetworks);
  });

  test('takes no name that no network can have, and no signal that no radio hears', () => {
    const bssid = townAir[0]?.bssid as string;
    const set = (changes: object) => airNetwork(changeNetwork(townAir, bssid, changes)[0] as (typeof townAir)[0]);
    expect(set({ ssid: '' }).ssid).toBe('Birch House');
    expect(set({ ssid: 'ä'.repeat(17) }).ssid).toBe('Birch House');
    expect(set({ ssid: 'ä'.repeat(16) }).ssid).toBe('ä'.repeat(16));
    expect(set({ rssi: 20 }).rssi).toBe(-30);
    expect(set({ rssi: -200 }).rssi).toBe(-95);
    expect(set({ auth: 'Open' })).toMatchObject({ auth: 'Open', password: '' });
  });
});
