import { Protocomm } from '@esp-prov/device';
import {
  endpointNames,
  makeVerifier,
  type Power,
  type PowerTask,
  powerHere,
  sec2Device,
  systemRandom,
  utf8,
} from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { DeviceSession, type Transport } from '../../src/index.ts';

const account = { username: 'wifiprov', password: 'abcd1234' };

/** A device of security 2 whose endpoint `echo` answers backwards. */
function device(): Transport {
  const verifier = makeVerifier(account.username, account.password, systemRandom(16));
  const protocomm = new Protocomm({ security: sec2Device(verifier) });
  protocomm.addSecurity(endpointNames.session);
  const version = utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":2,"sec_patch_ver":1,"cap":[]}}');
  protocomm.add(endpointNames.version, () => version, 'version');
  protocomm.add('echo', (request) => Uint8Array.from(request).reverse());
  protocomm.open(1);
  return {
    kind: 'memory',
    maxRequest: 4096,
    endpoints: undefined,
    exchange: async (endpoint, request) => await protocomm.handle(1, endpoint, request),
    async [Symbol.asyncDispose]() {},
  } as Transport;
}

describe('security 2 with its powers computed somewhere else', () => {
  test('opens a session, with none of them computed here', async () => {
    const tasks: PowerTask[] = [];
    const power: Power = async (task) => {
      tasks.push(task);
      return powerHere(task);
    };
    const session = await DeviceSession.connect(device(), { ...account, power });
    expect(await session.request('echo', Uint8Array.of(1, 2, 3))).toEqual(Uint8Array.of(3, 2, 1));
    // A, the verifier and the secret; a key of the client that begins with a zero is drawn again.
    expect(tasks.length).toBeGreaterThanOrEqual(3);
    expect(new Set(tasks.map(({ modulus }) => modulus.length))).toEqual(new Set([384]));
  });

  test('refuses a wrong password as it does here', async () => {
    const power: Power = async (task) => powerHere(task);
    const wrong = { ...account, password: 'wrong', shortSalt: false };
    for (const more of [{}, { power }]) {
      expect((await failureOf(DeviceSession.connect(device(), { ...wrong, ...more }))).code).toBe(
        'session/proof-mismatch',
      );
    }
  });

  test('ends with the abort of the caller, however long a power takes', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const power: Power = () => {
      caller.abort(reason);
      return new Promise(() => undefined);
    };
    const connecting = DeviceSession.connect(device(), { ...account, power, signal: caller.signal });
    expect(await connecting.catch((error: unknown) => error)).toBe(reason);
  });

  test('ends with the failure of a power', async () => {
    const power: Power = () => Promise.reject(new Error('no room'));
    await expect(DeviceSession.connect(device(), { ...account, power })).rejects.toThrow('no room');
  });
});
