import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canRun, canStartBus } from '../../../../test/setup/needs.ts';
import { startVirtualWpaSupplicant } from '../../src/index.ts';

const python = '/usr/bin/python3';
const program = fileURLToPath(new URL('../../../../interop/radio/peers/supplicant_station.py', import.meta.url));
const canRunPython = canRun(
  `${python} -c 'import dbus_fast'`,
  'Install it, for example with apt-get install python3-dbus-fast.',
);

/** The same program joins networks by the real wpa_supplicant 2.10 in interop/radio. */
describe.skipIf(!canStartBus || !canRunPython)('a station in Python, under the virtual wpa_supplicant', () => {
  test('hears networks, joins them, and fails with a wrong key', async () => {
    await using virtual = await startVirtualWpaSupplicant({
      accessPoints: [
        { ssid: 'home', passphrase: 'correct-horse', bssid: '02:00:00:00:02:00' },
        { ssid: 'new', passphrase: 'battery-staple', security: 'wpa3', channel: 11 },
        { ssid: 'cafe', channel: 1, rssi: -61 },
      ],
      delays: { scanMs: 100, joinMs: 50, wrongKeyMs: 200 },
    });
    const child = spawn(python, [program, 'wlan0'], {
      env: { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: virtual.address },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    try {
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async () => JSON.parse(String((await lines.next()).value));
      const ask = async (request: object) => {
        child.stdin.write(`${JSON.stringify(request)}\n`);
        return await next();
      };
      expect(await next()).toEqual({ ready: true });
      const { networks } = await ask({ do: 'scan' });
      expect(networks).toContainEqual({
        ...{ ssid: 'home', bssid: '02:00:00:00:02:00', signal: -50, frequency: 2437, keys: ['wpa-psk'] },
      });
      expect(networks).toContainEqual(expect.objectContaining({ ssid: 'new', keys: ['sae'], frequency: 2462 }));
      expect(networks).toContainEqual(expect.objectContaining({ ssid: 'cafe', keys: [], signal: -61 }));
      for (const [ssid, security, key] of [
        ['home', 'wpa2', 'correct-horse'],
        ['new', 'wpa3', 'battery-staple'],
        ['cafe', 'open', undefined],
      ]) {
        expect(await ask({ do: 'join', ssid, security, key })).toMatchObject({ joined: true });
        expect(await ask({ do: 'leave' })).toEqual({});
      }
    } finally {
      child.stdin.end();
      await new Promise((resolve) => child.once('close', resolve));
    }
  });
});
