import { bleTransport, consoleTransport, type Transport } from '@esp-prov/client';
import { bleDeviceTransport, ConsoleDeviceTransport } from '@esp-prov/device';
import {
  fromHex,
  isProvisioningError,
  type SecureChannel,
  type SecurityVersion,
  sec1Client,
  toHex,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock, memoryConsole, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bleOptions, parseCannedEndpoints, type ReleaseProfile, releaseProfiles } from '../src/index.ts';
import { idf44 } from '../src/profiles/idf-4.4.ts';
import { idf53 } from '../src/profiles/idf-5.3.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';
import { netprov12idf601 } from '../src/profiles/netprov-1.2-idf6.0.1.ts';
import { netprov12idf602 } from '../src/profiles/netprov-1.2-idf6.0.2.ts';
import { bootWarnings } from '../src/profiles/release-profile.ts';
import { type PoweredDevice, powerOn } from './support/powered-device.ts';
import { faultLines } from './support/recorded-vector.ts';

// What the sources of protocomm of ESP-IDF v6.0.1 and v6.0.2 have otherwise than v5.5.5, one rule after the other.
// Recorded are the illegal inputs, the sessions and the keys in the log, which have tests of their own.

const idf6 = [netprov12idf601, netprov12idf602] as const;
const named = (profiles: readonly ReleaseProfile[]) => profiles.map((profile) => [profile.name, profile] as const);

describe.each(named(idf6))('%s', (name, profile) => {
  test('is network_provisioning 1.2.4, as on v5.5.5, in its version text and in its manager', () => {
    expect(profile.versionReply).toEqual(netprov12.versionReply);
    expect(profile.manager).toEqual(netprov12.manager);
    expect(profile.idfVersion).toBe(`v${name.split('idf')[1]}`);
  });

  test('has security 2 by default, without a word; the others are named with the option that they need', async () => {
    expect((await powerOn(profile, 2)).serial.filter((line) => line.includes('CONFIG_'))).toEqual([]);
    expect(profile.securityVersion).toBe(2);
    for (const scheme of [0, 1] as const) {
      const { serial, open } = await powerOn(profile, scheme);
      expect(serial.filter((line) => line.includes('CONFIG_'))).toEqual([
        expect.stringMatching(
          new RegExp(`^W .* security ${scheme} is off by default .*SUPPORT_SECURITY_VERSION_${scheme}$`),
        ),
      ]);
      expect((await open()).securityVersion).toBe(scheme);
    }
  });
});

test('no other profile leaves a scheme out', () => {
  for (const profile of releaseProfiles.filter(({ name }) => !/idf6|netprov-1\.[4-9]/.test(name))) {
    for (const scheme of profile.schemes) expect(bootWarnings(profile, scheme)).toEqual([...profile.warnings]);
  }
});

describe('the words of PSA', () => {
  test.each([
    [netprov12idf601, 'psa_raw_key_agreement failed with status=-135'],
    [netprov12idf602, 'psa_raw_key_agreement failed with status=-135'],
    [netprov12, 'Failed at mbedtls_ecdh_compute_shared with error code : -0x4c80'],
  ] as const)('of $name for a key of low order: %s', async (profile, line) => {
    const powered = await powerOn(profile, 1);
    // Command 0 with a key of zeros.
    await refused(powered, powered.connect(), 'prov-session', `10015a25a201220a20${'00'.repeat(32)}`);
    expect(faultLines(powered.serial, /security1: /)).toEqual([
      `E security1: ${line}`,
      'E security1: Session setup error -1',
    ]);
  });

  test.each([
    [netprov12idf601, 'psa_aead_decrypt failed with status=-149'],
    [netprov12idf602, 'psa_aead_decrypt failed with status=-149'],
    [netprov12, 'Failed at mbedtls_gcm_auth_decrypt : -18'],
  ] as const)('of $name for a wrong tag: %s', async (profile, line) => {
    const powered = await powerOn(profile, 2);
    const transport = powered.connect();
    await powered.open({}, transport);
    await refused(powered, transport, 'prov-config', '00'.repeat(20));
    expect(faultLines(powered.serial, /security2: /)).toEqual([`E security2: ${line}`]);
  });
});

describe('behind a wrong proof of security 1', () => {
  const withWrongProof = async (profile: ReleaseProfile) => {
    const powered = await powerOn(profile, 1);
    const transport = powered.connect();
    const handshake = sec1Client({ pop: 'abcd1234' }).handshake();
    const ask = (request: Uint8Array) =>
      powered.clock.run(transport.exchange('prov-session', Uint8Array.from(request)));
    const keys = await ask(handshake.next().value as Uint8Array);
    const proof = handshake.next(keys).value as Uint8Array;
    await refused(powered, transport, 'prov-session', toHex(proof.with(-1, (proof.at(-1) as number) ^ 1)));
    return { powered, transport, ask, handshake, proof };
  };

  test.each(named(idf6))('%s takes the right one from the beginning of the keystream', async (_, profile) => {
    const { ask, handshake, proof } = await withWrongProof(profile);
    expect(handshake.next(await ask(proof)).done).toBe(true);
  });

  test.each(named([idf44, idf53, idf55, netprov12]))('%s takes it behind the wrong one only', async (_, profile) => {
    const { powered, transport, proof } = await withWrongProof(profile);
    await refused(powered, transport, 'prov-session', toHex(proof));
  });

  test.each([
    [netprov12idf601, ['E security1: psa_destroy_key failed with status=-136']],
    [netprov12idf602, ['E security1: psa_destroy_key failed with status=-136']],
    [netprov12, []],
  ] as const)('$name says at a new beginning that a key is gone already', async (profile, lines) => {
    const { powered, ask } = await withWrongProof(profile);
    const before = powered.serial.length;
    await ask(sec1Client({ pop: 'abcd1234' }).handshake().next().value as Uint8Array);
    expect(faultLines(powered.serial.slice(before), /security1: /)).toEqual([
      'W security1: Invalid state of session 0 (expected 1). Restarting session.',
      'E security1: Closing old session with id 1',
      ...lines,
    ]);
  });

  test('a client of ours asks once in a session, and is understood by each release', async () => {
    for (const profile of [netprov12, ...idf6]) {
      const powered = await powerOn(profile, 1);
      expect((await failureOf(powered.open({ pop: 'guess' }))).code).toBe('session/proof-mismatch');
      expect(await powered.provision(await powered.open(), 'home', 'right password')).toMatchObject({
        kind: 'connected',
      });
    }
  });
});

describe('a session that replaces another one on a console', () => {
  const holed = releaseProfiles.filter(({ keepsReplacedSession }) => keepsReplacedSession);

  /** Opens session 1 by a handshake, and asks under its keys in session 2. */
  const replace = async (profile: ReleaseProfile) => {
    const line = memoryConsole();
    const powered = await powerOn(profile, 1, {
      transport: new ConsoleDeviceTransport(line.device, profile.console),
      endpoints: parseCannedEndpoints({ endpoints: { 'my-status': { echo: true } } }),
    });
    const link = (session: number) => consoleTransport(line.client, { clock: powered.clock, session });
    const first = link(1);
    const handshake = sec1Client({ pop: 'abcd1234' }).handshake();
    let step = handshake.next();
    while (!step.done) step = handshake.next(await powered.clock.run(first.exchange('prov-session', step.value)));
    const channel: SecureChannel = step.value;
    const before = powered.serial.length;
    const answer = powered.clock.run(link(2).exchange('my-status', channel.seal(utf8('stolen'))));
    const told = await answer.then(
      (sealed) => new TextDecoder().decode(channel.open(sealed)),
      () => 'refused',
    );
    return { told, lines: faultLines(powered.serial.slice(before), /security1: /) };
  };

  test('is what v4.0.3 to v5.5.4 and v6.0.1 have in common', () => {
    expect(holed.map(({ name }) => name)).toEqual(['idf-4.2', 'idf-4.4', 'idf-5.3', 'netprov-1.2-idf6.0.1']);
  });

  test.each(named(holed))('is answered by %s under the keys of that one', async (_, profile) => {
    expect(await replace(profile)).toEqual({
      told: 'stolen',
      lines: ['E security1: Closing old session with id 1', 'E security1: Attempt to close invalid session'],
    });
    expect(profile.warnings).toContainEqual(expect.stringContaining('replaces another one'));
  });

  test.each(named([netprov12, netprov12idf602]))(
    'is refused by %s until it has keys of its own',
    async (_, profile) => {
      expect(await replace(profile)).toEqual({
        told: 'refused',
        lines: ['E security1: Closing old session with id 1', 'E security1: Secure session not established'],
      });
    },
  );
});

describe('the line of a console', () => {
  test('has 255 characters in v5.5.5; in v6.0 it has 256, and the one behind it is lost', () => {
    expect(netprov12.console).toEqual({});
    for (const { console } of [...idf6, idf53, idf44]) expect(console).toEqual({ maxLine: 256, losesNext: true });
  });
});

describe.each(named([...idf6, idf53]))('over Bluetooth %s, as before v5.5.5', (_, profile) => {
  test('cuts a long answer in NimBLE, and drops it in Bluedroid', async () => {
    expect((await longAnswer(profile, 'nimble')).length).toBe(512);
    expect((await longAnswer(profile, 'bluedroid')).length).toBe(0);
  });

  test('ends a link of Bluedroid without an answer', async () => {
    const { transport, ask } = await bleLink(profile, 'bluedroid');
    expect(await ask('prov-config', '00')).toBe('link/lost');
    expect(transport.lost?.aborted).toBe(true);
  });

  test('leaves the last answer to the next client', async () => {
    expect(bleOptions(profile).rules).toMatchObject({ keepsLastValue: true });
  });
});

describe('over Bluetooth v5.5.5', () => {
  test('refuses a long answer on both hosts', async () => {
    await expect(longAnswer(netprov12, 'nimble')).rejects.toMatchObject({ code: 'endpoint/refused' });
    await expect(longAnswer(netprov12, 'bluedroid')).rejects.toMatchObject({ code: 'endpoint/refused' });
  });

  test('answers with an error before Bluedroid ends the link', async () => {
    const { ask } = await bleLink(netprov12, 'bluedroid');
    expect(await ask('prov-config', '00')).toBe('endpoint/refused');
  });
});

async function refused(powered: PoweredDevice, transport: Transport, endpoint: string, hex: string): Promise<void> {
  const failure = await failureOf(powered.clock.run(transport.exchange(endpoint, fromHex(hex))));
  expect(failure.code).toBe('endpoint/refused');
}

/** Returns a link by Bluetooth to a device under security 0, which answers long on the endpoint `my-long`. */
async function bleLink(profile: ReleaseProfile, host: 'nimble' | 'bluedroid') {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const scheme: SecurityVersion = 0;
  const { device } = await powerOn(profile, scheme, {
    transport: bleDeviceTransport(radio.peripheral, { ...bleOptions(profile, host), clock }),
    clock,
    endpoints: parseCannedEndpoints({ endpoints: { 'my-long': 'x'.repeat(600) } }),
  });
  const connection = await clock.run(
    (async () => {
      for await (const { id, name } of radio.central.scan({})) {
        if (name === device.serviceName) return await radio.central.connect(id);
      }
      throw new Error('the device is not there');
    })(),
  );
  const transport = await clock.run(bleTransport(connection, { clock }));
  const ask = async (endpoint: string, hex: string) => {
    const failure = await clock.run(transport.exchange(endpoint, fromHex(hex))).catch((error: unknown) => error);
    return isProvisioningError(failure) ? failure.code : failure;
  };
  return { clock, transport, ask };
}

async function longAnswer(profile: ReleaseProfile, host: 'nimble' | 'bluedroid'): Promise<Uint8Array> {
  const { clock, transport } = await bleLink(profile, host);
  return await clock.run(transport.exchange('my-long', utf8('x')));
}
