import {
  type DeviceSecurity,
  decodeVersionInfo,
  encodeText,
  fromHex,
  makeVerifier,
  ProvisioningError,
  sec1Device,
  sec2Device,
  type TextEncoding,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { chooseSecurity, Provisioner, readVersion, wantedSecurity } from '../../src/index.ts';
import { plainDevice } from '../support/plain-device.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

function info(prov: object) {
  return decodeVersionInfo(utf8(JSON.stringify({ prov: { ver: 'v1.1', ...prov } })));
}

describe('the scheme', () => {
  test.each([
    [{ sec_ver: 0, cap: [] }, 0],
    [{ sec_ver: 1, cap: ['no_sec'] }, 1],
    [{ sec_ver: 2, cap: ['wifi_scan'] }, 2],
    [{ cap: ['no_sec'] }, 0],
    [{ cap: ['no_pop'] }, 1],
    [{ cap: ['wifi_scan'] }, 1],
    [{}, 1],
  ])('of %j is %i', (prov, expected) => {
    expect(wantedSecurity(info(prov))).toBe(expected);
  });

  test.each(['V0.1', 'v1.0', 'SUCCESS'])('of the plain version %s has to be named by the caller', async (text) => {
    const plain = decodeVersionInfo(utf8(text));
    expect((await failureOf(chooseSecurity(plain, {}))).code).toBe('session/scheme-unsupported');
    expect((await chooseSecurity(plain, { securityVersion: 0 })).version).toBe(0);
    expect((await chooseSecurity(plain, { securityVersion: 1, allowUnproven: true })).version).toBe(1);
    expect((await chooseSecurity(plain, { securityVersion: 1, pop: 'abcd1234' })).version).toBe(1);
  });

  test.each([
    [3, 'security 3'],
    ['x'.repeat(3000), 'no number'],
  ])('that is none of ours is refused and never taken for a weaker one', async (sec_ver, told) => {
    const later = info({ sec_ver, cap: ['no_sec', 'no_pop'] });
    const error = await failureOf(chooseSecurity(later, { pop: 'abcd1234' }));
    expect(error.code).toBe('session/scheme-unsupported');
    expect(error.message).toContain(told);
    expect(error.message.length).toBeLessThan(200);
  });

  test('of the first draft of network_provisioning is not looked for', async () => {
    const draft = info({ ver: 'v1.2', sec_ver: 2 });
    expect((await failureOf(chooseSecurity(draft, { username: 'u', password: 'p' }))).code).toBe(
      'version/draft-unsupported',
    );
  });

  test('that the caller names goes before that of the device', async () => {
    expect((await chooseSecurity(info({ sec_ver: 1, cap: ['no_pop'] }), { securityVersion: 0 })).version).toBe(0);
  });
});

describe('the proof of possession', () => {
  test('is required by security 1 unless the device says that it has none', async () => {
    expect((await failureOf(chooseSecurity(info({ sec_ver: 1 }), {}))).code).toBe('session/pop-required');
    expect((await chooseSecurity(info({ sec_ver: 1, cap: ['no_pop'] }), { allowUnproven: true })).version).toBe(1);
  });

  test('may be empty where that is allowed', async () => {
    expect((await chooseSecurity(info({ sec_ver: 1 }), { pop: '', allowUnproven: true })).version).toBe(1);
  });

  test('is asked for only where it is wanted', async () => {
    let asked = 0;
    const pop = async () => {
      asked++;
      return 'abcd1234';
    };
    await chooseSecurity(info({ sec_ver: 0 }), { pop, allowUnproven: true });
    await chooseSecurity(info({ sec_ver: 1, cap: ['no_pop'] }), { pop, allowUnproven: true });
    expect(asked).toBe(0);
    await chooseSecurity(info({ sec_ver: 1 }), { pop });
    expect(asked).toBe(1);
  });

  test('that cannot be asked for ends with the reason of the question', async () => {
    const reason = new Error('no terminal');
    const pop = () => Promise.reject(reason);
    await expect(chooseSecurity(info({ sec_ver: 1 }), { pop })).rejects.toBe(reason);
  });
});

describe('the encoding of secrets', () => {
  const bytes = (text: string) => encodeText(text, 'latin1');
  const salt = fromHex('036ee0c7bcb9eda84c9eac97d93decf4');

  /** Shakes hands with a device whose secrets are in Latin-1. */
  async function shakeHands(device: DeviceSecurity, encoding?: TextEncoding): Promise<void> {
    const secrets = { pop: 'clé', username: 'zoé', password: () => 'clé', encoding };
    const security = await chooseSecurity(info({ sec_ver: device.version, sec_patch_ver: 1, cap: [] }), secrets);
    const theirs = device.accept();
    const handshake = security.handshake();
    let step = handshake.next();
    while (!step.done) step = handshake.next(theirs.respond(step.value));
  }

  test.each([sec1Device({ pop: bytes('clé') }), sec2Device(makeVerifier(bytes('zoé'), bytes('clé'), salt))])(
    'is Latin-1 where that is asked for, under security $version, else UTF-8',
    async (device) => {
      await shakeHands(device, 'latin1');
      expect((await failureOf(shakeHands(device))).code).toBe('session/proof-mismatch');
    },
  );

  test('that lacks a character of a secret is told before anything is sent', async () => {
    const secrets = { pop: 'cl€', encoding: 'latin1' } as const;
    await expect(chooseSecurity(info({ sec_ver: 1, cap: [] }), secrets)).rejects.toThrow(TypeError);
  });
});

describe('connecting', () => {
  test('asks for the version once, with a request that is not empty', async () => {
    const device = plainDevice();
    const transport = new ScriptedTransport(({ endpoint, request }) =>
      endpoint === 'proto-ver'
        ? utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":[]}}')
        : device.exchange(endpoint, Uint8Array.from(request)),
    );
    const provisioner = await Provisioner.connect(transport, { allowUnproven: true, clock: manualClock() });
    expect(provisioner.securityVersion).toBe(0);
    expect(transport.seen.map(({ endpoint }) => endpoint)).toEqual(['proto-ver', 'prov-session']);
    expect(transport.seen[0]?.request.length).toBeGreaterThan(0);
  });

  test('does not ask for a version that is already known', async () => {
    const transport = plainDevice();
    await Provisioner.connect(transport, { info: info({ sec_ver: 0 }), allowUnproven: true, clock: manualClock() });
    expect(transport.seen.map(({ endpoint }) => endpoint)).toEqual(['prov-session']);
  });

  test('is refused before the handshake when the device has another version than the one asked for', async () => {
    const transport = plainDevice();
    const connecting = { info: info({ sec_ver: 0 }), allowUnproven: true, clock: manualClock() };
    const connect = (protocolVersion: string) => Provisioner.connect(transport, { ...connecting, protocolVersion });
    expect((await failureOf(connect('v1.0'))).code).toBe('version/mismatch');
    expect(transport.seen).toEqual([]);
    await connect('V1.1');
  });

  test('is refused for replies that are no version', async () => {
    const transport = new ScriptedTransport(() => utf8('? no version'));
    expect((await failureOf(readVersion(transport))).code).toBe('version/unreadable');
  });

  test('is refused for servers that have no version to tell', async () => {
    const missing = new ProvisioningError('endpoint/not-found');
    const transport = new ScriptedTransport(() => Promise.reject(missing));
    expect(await failureOf(readVersion(transport))).toMatchObject({ code: 'link/protocol', cause: missing });
  });

  test('is asked for again where an HTTP device hangs up, as it does on whoever is there when another client comes', async () => {
    const clock = manualClock();
    const refused = new ProvisioningError('endpoint/refused');
    const busy = (times: number) => {
      const transport: ScriptedTransport = new ScriptedTransport(() =>
        transport.seen.length <= times ? Promise.reject(refused) : utf8('v1.0'),
      );
      transport.kind = 'http';
      return transport;
    };
    expect((await clock.run(readVersion(busy(2), { clock }))).version).toBe('v1.0');
    const failure = await clock.run(failureOf(readVersion(busy(3), { clock })));
    expect(failure).toMatchObject({ code: 'endpoint/refused', message: expect.stringContaining('another client') });
  });

  test('by security 2 says nothing of the nonces of a device that has another scheme', async () => {
    const refused = new ProvisioningError('endpoint/refused');
    const transport = new ScriptedTransport(() => Promise.reject(refused));
    const lines: string[] = [];
    const options = { securityVersion: 2, username: 'wifiprov', password: 'abcd1234' } as const;
    const connecting = Provisioner.connect(transport, {
      ...options,
      info: info({ sec_ver: 1, sec_patch_ver: 0 }),
      log: (_level, _tag, text) => lines.push(text),
    });
    expect(await failureOf(connecting)).toMatchObject({
      code: 'session/scheme-mismatch',
      message: 'security 2 was requested, and the device says that it has security 1',
    });
    expect(lines).toEqual([]);
  });

  test('says what the link says when the version cannot be read', async () => {
    const failure = new ProvisioningError('link/unreachable');
    const transport = new ScriptedTransport(() => Promise.reject(failure));
    expect(await failureOf(Provisioner.connect(transport))).toBe(failure);
  });
});
