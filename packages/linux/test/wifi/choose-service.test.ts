import { DBusError } from '@esp-prov/dbus';
import { systemRandom } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { chooseService } from '../../src/wifi/choose-service.ts';
import { FakeNmBus } from '../support/fake-nm-bus.ts';

const refusal = (name: string) => new DBusError('reply', 'no', { errorName: `org.freedesktop.DBus.Error.${name}` });
const variant = (value: unknown) => ({ signature: 'v', value });
const device = '/org/freedesktop/NetworkManager/Devices/2';

/** What a system has, and may get. */
interface System {
  /** State of NetworkManager's only Wi-Fi device; undefined: it has none. */
  state?: number | undefined;
  networkManager: boolean;
  supplicant: 'running' | 'can be started' | 'absent';
  /** What systemd says of NetworkManager; undefined: there is no systemd. */
  unit?: string | undefined;
}

/** Lets every answer of the fake bus arrive. */
async function turn(): Promise<void> {
  for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** Chooses on a system that can change, on a clock that stands still. */
function choosing(system: System) {
  const bus = new FakeNmBus(
    ({ member, interface: of, body }) => {
      if (of === 'org.freedesktop.systemd1.Manager') {
        if (system.unit === undefined) throw refusal('ServiceUnknown');
        if (system.unit === 'no file') throw refusal('FileNotFound');
        return [system.unit];
      }
      if (member === 'Get') return [variant(system.state === undefined ? [] : [device])];
      const { Wireless, Device } = {
        Device: { DeviceType: variant(2), Interface: variant('wlan0'), State: variant(system.state) },
        Wireless: { PermHwAddress: variant('02:00:00:00:00:01') },
      };
      return [String(body?.[0]).endsWith('.Wireless') ? Wireless : Device];
    },
    ({ member }) => {
      if (member === 'NameHasOwner') return [system.supplicant === 'running'];
      if (member === 'ListActivatableNames')
        return [system.supplicant === 'can be started' ? ['fi.w1.wpa_supplicant1'] : []];
      if (!system.networkManager) throw refusal('NameHasNoOwner');
      return [':1.0'];
    },
  );
  const clock = manualClock();
  const waiting: string[] = [];
  const control = new AbortController();
  let service: string | undefined;
  const done = chooseService({
    bus,
    clock,
    random: systemRandom,
    log: () => undefined,
    signal: control.signal,
    onWaiting: (what) => void waiting.push(what),
  }).then((chosen) => {
    service = chosen;
  });
  done.catch(() => undefined);
  return {
    waiting,
    bus,
    /** What was chosen after `ms` more. */
    async after(ms: number) {
      await turn();
      await clock.advance(ms);
      await turn();
      return service;
    },
    /** Has NetworkManager come. */
    come() {
      system.networkManager = true;
      bus.tell({
        path: '/org/freedesktop/DBus',
        interface: 'org.freedesktop.DBus',
        member: 'NameOwnerChanged',
        body: ['org.freedesktop.NetworkManager', '', ':1.0'],
      });
    },
    async end() {
      control.abort();
      await done.catch(() => undefined);
    },
  };
}

describe('which Wi-Fi service a board uses', () => {
  test.each([30, 100])('is NetworkManager where it has the radio (state %i)', async (state) => {
    const choice = choosing({ networkManager: true, state, supplicant: 'running' });
    expect(await choice.after(0)).toBe('networkmanager');
    expect(choice.waiting).toEqual([]);
    expect(choice.bus.rules).toBe(0);
  });

  test('is NetworkManager where it manages a radio that is switched off', async () => {
    const choice = choosing({ networkManager: true, state: 20, supplicant: 'running' });
    expect(await choice.after(0)).toBe('networkmanager');
  });

  test.each<[string, System['supplicant'], string | undefined, number]>([
    ['systemd is to start NetworkManager', 'running', 'enabled', 120_000],
    ['it has no NetworkManager', 'can be started', 'no file', 2000],
    ['NetworkManager is disabled', 'running', 'disabled', 2000],
    ['NetworkManager is masked', 'running', 'masked', 2000],
    ['there is no systemd to say', 'can be started', undefined, 30_000],
  ])('is wpa_supplicant after a while: %s', async (_, supplicant, unit, ms) => {
    const choice = choosing({ networkManager: false, supplicant, unit });
    expect(await choice.after(ms - 1)).toBeUndefined();
    expect(choice.waiting).toEqual(['NetworkManager']);
    expect(await choice.after(1)).toBe('wpa-supplicant');
  });

  test('is a NetworkManager that comes late, although wpa_supplicant was there before', async () => {
    const choice = choosing({ networkManager: false, state: 30, supplicant: 'running', unit: 'enabled' });
    expect(await choice.after(60_000)).toBeUndefined();
    choice.come();
    expect(await choice.after(0)).toBe('networkmanager');
  });

  test('is wpa_supplicant where NetworkManager goes on not to manage the radio', async () => {
    const choice = choosing({ networkManager: true, state: 10, supplicant: 'running', unit: 'enabled' });
    expect(await choice.after(9999)).toBeUndefined();
    expect(await choice.after(1)).toBe('wpa-supplicant');
    expect(choice.waiting).toEqual(['NetworkManager to manage the interface wlan0']);
  });

  test('is not known while NetworkManager has no Wi-Fi interface', async () => {
    const choice = choosing({ networkManager: true, supplicant: 'running', unit: 'enabled' });
    expect(await choice.after(1_000_000)).toBeUndefined();
    expect(choice.waiting).toEqual(['a Wi-Fi interface']);
    await choice.end();
    expect(choice.bus.rules).toBe(0);
  });

  test('is not known while there is neither', async () => {
    const choice = choosing({ networkManager: false, supplicant: 'absent', unit: 'no file' });
    expect(await choice.after(1_000_000)).toBeUndefined();
    expect(choice.waiting).toEqual(['NetworkManager']);
    await choice.end();
  });
});
