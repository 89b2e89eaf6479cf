import { isProvisioningError, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { rainmakerTown } from '../support/rainmaker-town.ts';
import { passphrase, pop, type SchemeName, ssid } from '../support/town.ts';

const codeOf = (error: unknown) => (isProvisioningError(error) ? error.code : error);

/** What an application gives: security, proof of possession, user name. */
type Given = readonly [security?: number | undefined, pop?: string, username?: string];

/** Returns how a session with a device ends that was created so. */
async function sessionWith(scheme: SchemeName, given: Given, allowUnproven = false): Promise<unknown> {
  const { bench, clock } = await rainmakerTown('ble', scheme, { allowUnproven });
  const { adapter, name } = bench;
  const [security, proof, username] = given;
  const open = async () => {
    await adapter.createESPDevice(name, 'ble', security, proof, undefined, username);
    await adapter.connect(name);
    return await adapter.initializeSession(name);
  };
  return await clock.run(
    open()
      .catch(codeOf)
      .finally(() => adapter[Symbol.asyncDispose]()),
  );
}

describe('what an application gives is a demand', () => {
  const rows: readonly [scheme: SchemeName, given: Given, outcome: unknown][] = [
    ['security 1', [undefined, pop], true],
    ['security 1', [1, pop], true],
    ['security 1', [0, pop], true],
    ['security 1', [2, pop], 'session/downgraded'],
    ['security 1', [undefined, pop, 'wifiprov'], 'session/downgraded'],
    ['security 1', [undefined, ''], 'session/pop-required'],
    ['security 2', [undefined, pop], true],
    ['security 2', [1, pop], true],
    ['security 2', [2, pop, 'wifiprov'], true],
    ['security 2', [2, pop, 'somebody'], 'session/proof-mismatch'],
    ['security 2', [2], 'session/user-required'],
    ['security 1 without a PoP', [undefined, pop], 'session/downgraded'],
    ['security 1 without a PoP', [], 'session/unproven'],
    ['security 0', [undefined, pop], 'session/downgraded'],
    ['security 0', [0], 'session/unproven'],
    ['security 0', [1], 'session/downgraded'],
  ];
  test.each(rows)('%s, given %j: %s', async (scheme, given, outcome) => {
    expect(await sessionWith(scheme, given)).toBe(outcome);
  });

  test('only the consent of the application opens a session in which a device proves nothing', async () => {
    expect(await sessionWith('security 0', [0], true)).toBe(true);
    expect(await sessionWith('security 1 without a PoP', [], true)).toBe(true);
    expect(await sessionWith('security 0', [0, pop], true)).toBe('session/downgraded');
  });
});

describe('what is no argument of the SDKs is refused', () => {
  const { base64 } = { base64: Buffer.from(utf8('x')).toString('base64') };
  test.each<[what: string, call: (adapter: Awaited<ReturnType<typeof ready>>) => Promise<unknown>, code: string]>([
    ['an unknown transport', (a) => a.createESPDevice('x', 'wlan'), 'usage/invalid-option'],
    ['a transport without a way', (a) => a.searchESPDevices('x', 'softap'), 'host/transport-unavailable'],
    ['no name', (a) => a.createESPDevice('', 'ble'), 'usage/invalid-option'],
    ['the number of no scheme', (a) => a.createESPDevice('x', 'ble', 3), 'usage/invalid-option'],
    ['a scheme as text', (a) => a.createESPDevice('x', 'ble', '2' as never), 'usage/invalid-option'],
    ['a proof that is no text', (a) => a.createESPDevice('x', 'ble', 1, 7 as never), 'usage/invalid-option'],
    ['a network that is no text', (a) => a.provision('PROV_TEST', 7 as never, ''), 'usage/invalid-option'],
    ['an unknown device', (a) => a.sendData('nobody', 'custom-data', base64), 'adapter/unknown-device'],
    ['an endpoint that is not there', (a) => a.sendData('PROV_TEST', 'none', base64), 'endpoint/not-found'],
    ['too long a password', (a) => a.provision('PROV_TEST', ssid, 'x'.repeat(64)), 'wifi/invalid-passphrase'],
  ])('%s', async (_, call, code) => {
    const { bench, clock } = await rainmakerTown('ble', 'security 1');
    const adapter = await clock.run(ready(bench.adapter));
    expect(await clock.run(call(adapter).catch(codeOf))).toBe(code);
    // The session goes on.
    expect(await clock.run(adapter.provision('PROV_TEST', ssid, passphrase))).toBe(0);
  });

  async function ready(adapter: Awaited<ReturnType<typeof rainmakerTown>>['bench']['adapter']) {
    await adapter.createESPDevice('PROV_TEST', 'ble', undefined, pop);
    await adapter.connect('PROV_TEST');
    return adapter;
  }
});
