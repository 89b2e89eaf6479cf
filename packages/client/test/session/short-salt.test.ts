import { Protocomm } from '@esp-prov/device';
import {
  decodeVersionInfo,
  errorMeanings,
  fromHex,
  makeVerifier,
  ProvisioningError,
  type SaltAndVerifier,
  sec2Device,
  utf8,
} from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import vectors from '../../../../test/vectors/protocol/salt-verifier-short.json' with { type: 'json' };
import { type ConnectOptions, DeviceSession, Provisioner, type Transport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":["wifi_scan"]}}'));

/** A pair that the generator of the firmware has made, with so many bytes of salt. */
function recordedPair(saltBytes: number) {
  const made = vectors.cases.find(({ salt_significant }) => salt_significant === saltBytes);
  if (!made) throw new Error(`there is no pair with a salt of ${saltBytes} bytes`);
  const { username, password, salt, verifier_device_c } = made;
  return { secrets: { username, password }, kept: { salt: fromHex(salt), verifier: fromHex(verifier_device_c) } };
}

interface Manner {
  /** What happens instead of an answer to the n-th proof, counted from 1: its refusal. */
  readonly refusal?: (proof: number) => ProvisioningError;
  readonly kind?: Transport['kind'];
  /** Whether the n-th proof, though right, gets no answer. */
  readonly loses?: (proof: number) => boolean;
}

/** A device, the way to open a link to it, and what it was asked. */
function bench(kept: SaltAndVerifier, { refusal, kind = 'memory', loses = () => false }: Manner = {}) {
  const protocomm = new Protocomm({ security: sec2Device(kept) });
  protocomm.addSecurity('prov-session');
  protocomm.add('echo', (request) => request);
  const seen = { keys: 0, proofs: 0, refused: 0, links: 0 };
  let session = 0;
  const open = (): Transport => {
    const id = ++session;
    seen.links++;
    protocomm.open(id);
    const lost = new AbortController();
    const transport = new ScriptedTransport(async ({ endpoint, request }) => {
      if (endpoint !== 'prov-session') return await protocomm.handle(id, endpoint, request);
      const isProof = request.length < 384;
      if (!isProof) seen.keys++;
      else if (loses(++seen.proofs)) {
        lost.abort();
        throw new ProvisioningError('link/lost');
      }
      return await protocomm.handle(id, endpoint, request).catch(() => {
        seen.refused++;
        const failure = refusal?.(seen.proofs) ?? new ProvisioningError('endpoint/refused');
        if (failure.code === 'link/lost') lost.abort(failure);
        throw failure;
      });
    });
    transport.kind = kind;
    return Object.assign(transport, { lost: lost.signal });
  };
  return { open, seen };
}

const dropping: Manner = { kind: 'ble', refusal: () => new ProvisioningError('link/lost') };

async function connect(open: () => Transport, options: ConnectOptions) {
  const clock = manualClock();
  const log: string[] = [];
  const heard: ConnectOptions['log'] = (level, _, text) => log.push(`${level}: ${text}`);
  const source = () => Promise.resolve(open());
  const opening = DeviceSession.connect(source, { info, clock, log: heard, ...options });
  opening.catch(() => undefined);
  return { session: await clock.run(opening), clock, log };
}

describe.each([
  [15, 1],
  [14, 2],
])('a device with a salt of %i bytes', (saltBytes, refused) => {
  const { secrets, kept } = recordedPair(saltBytes);

  test.each<[string, Manner]>([
    ['over Bluetooth', { kind: 'ble' }],
    ['over HTTP', { kind: 'http' }],
  ])('is opened %s, each try with keys of its own, and told as what it is', async (_, manner) => {
    const { open, seen } = bench(kept, manner);
    const { session, clock, log } = await connect(open, secrets);
    expect(seen).toMatchObject({ keys: refused + 1, proofs: refused + 1, refused });
    expect(session.secretReading).toMatchObject({ name: 'short-salt', saltBytes });
    expect(await clock.run(session.request('echo', utf8('x'), { allowEcho: true }))).toEqual(utf8('x'));
    expect(log).toHaveLength(refused + 1);
    expect(log[0]).toMatch(/^info: the proof was refused; trying the same secret with 15 bytes of the salt$/);
    expect(log.at(-1)).toMatch(
      new RegExp(`^warn: the verifier of this device belongs to the first ${saltBytes} bytes`),
    );
  });

  test('is not opened where that is switched off', async () => {
    const { open, seen } = bench(kept);
    const error = await failureOf(connect(open, { ...secrets, shortSalt: false }));
    expect(error.code).toBe('session/proof-mismatch');
    expect(seen).toMatchObject({ keys: 1, refused: 1 });
  });
});

test('a device that drops the link at a wrong proof is opened with 15 bytes, each try over a link of its own', async () => {
  const { secrets, kept } = recordedPair(15);
  const { open, seen } = bench(kept, dropping);
  const { session } = await connect(open, secrets);
  expect(session.secretReading).toMatchObject({ saltBytes: 15 });
  // Its first drop may have been an accident.
  expect(seen).toMatchObject({ links: 3, refused: 2 });
});

test('the reading is remembered for the sessions that follow', async () => {
  const { secrets, kept } = recordedPair(15);
  const { open, seen } = bench(kept);
  const transport = open();
  const { session, clock } = await connect(() => transport, secrets);
  expect(seen).toMatchObject({ keys: 2, refused: 1 });
  transport.exchange = ((exchange) => {
    let failed = false;
    return async (endpoint: string, request: Uint8Array<ArrayBuffer>, options) => {
      if (failed) return await exchange(endpoint, request, options);
      failed = true;
      throw new ProvisioningError('endpoint/refused');
    };
  })(transport.exchange.bind(transport)) satisfies Transport['exchange'];
  await failureOf(clock.run(session.request('echo', utf8('x'), { allowEcho: true })));
  expect(await clock.run(session.request('echo', utf8('y'), { allowEcho: true }))).toEqual(utf8('y'));
  expect(seen).toMatchObject({ keys: 3, refused: 1 });
});

describe('a device with an ordinary pair', () => {
  const secrets = { username: 'wifiprov', password: 'abcd1234' };
  const pairOf = (saltBytes: number) =>
    makeVerifier(secrets.username, secrets.password, new Uint8Array(saltBytes).fill(0x5a));

  test('costs nothing more where the password is right, and is not said to be odd', async () => {
    const { open, seen } = bench(pairOf(16));
    const { session, log } = await connect(open, secrets);
    expect(seen).toEqual({ keys: 1, proofs: 1, refused: 0, links: 1 });
    expect(session.secretReading).toBeUndefined();
    expect(log).toEqual([]);
  });

  test.each<[string, number, Manner, number]>([
    ['that refuses', 16, {}, 3],
    ['that drops the link', 16, dropping, 3],
    ['whose salt no generator makes so', 32, {}, 1],
    ['whose salt no generator makes so, and that drops the link', 32, dropping, 2],
  ])('%s makes %#: with a wrong password no more refused proofs than it has to', async (_, length, manner, refused) => {
    const { open, seen } = bench(pairOf(length), manner);
    const error = await failureOf(connect(open, { ...secrets, password: 'wrong' }));
    expect(error.code).toBe('session/proof-mismatch');
    expect(seen.refused).toBe(refused);
    expect(error.details['refusedProofs']).toBe(refused);
    const others = length === 16 ? (manner === dropping ? 1 : 2) : 0;
    expect(error.details['otherReadings']).toBe(others);
    if (others > 0) expect(error.message).toMatch(/(^|; )(another reading|2 other readings) of the secret/);
    else expect(error.message).not.toContain('reading');
    // The meaning is printed beside it.
    if (others > 0) expect(error.message).not.toContain(errorMeanings[error.code]);
  });

  test('asks for a wrong password once', async () => {
    const { open } = bench(pairOf(16));
    let asked = 0;
    const password = () => {
      asked++;
      return 'wrong';
    };
    expect((await failureOf(connect(open, { ...secrets, password }))).code).toBe('session/proof-mismatch');
    expect(asked).toBe(1);
  });

  test('is not asked further where the policy grants no link and it has dropped this one', async () => {
    const { open, seen } = bench(pairOf(16), dropping);
    const reconnect = { beforeCredentials: 0 };
    const error = await failureOf(connect(open, { ...secrets, password: 'wrong', reconnect }));
    expect(error.code).toBe('session/proof-mismatch');
    expect(seen).toMatchObject({ links: 1, refused: 1 });
  });

  test('is let in by the rule where one drop was an accident', async () => {
    const { open, seen } = bench(pairOf(16), { kind: 'ble', loses: (proof) => proof === 1 });
    const { session } = await connect(open, secrets);
    expect(session.secretReading).toBeUndefined();
    expect(seen).toMatchObject({ proofs: 2, refused: 0 });
  });

  test('says that the secret is wrong where the link is lost while other readings are tried', async () => {
    const { open } = bench(pairOf(16), { loses: (proof) => proof > 1 });
    const error = await failureOf(
      connect(open, { ...secrets, password: 'wrong', reconnect: { beforeCredentials: 0 } }),
    );
    expect(error.code).toBe('session/proof-mismatch');
  });

  test('whose session another client takes goes on with the reading whose turn it is', async () => {
    // Every second proof is answered as by a device whose session was taken: it proves nothing about the secret.
    const taken = (proof: number) =>
      new ProvisioningError('endpoint/refused', undefined, { details: { replaced: proof % 2 === 0 } });
    const { open, seen } = bench(pairOf(16), { kind: 'http', refusal: taken });
    const error = await failureOf(connect(open, { ...secrets, password: 'wrong' }));
    expect(error.code).toBe('session/proof-mismatch');
    expect(seen.proofs).toBe(5);
  });
});

test('provisioning says how the device reads the secret, too', async () => {
  const { secrets, kept } = recordedPair(15);
  const { open } = bench(kept);
  const clock = manualClock();
  const provisioner = await clock.run(Provisioner.connect(open(), { info, clock, ...secrets }));
  expect(provisioner.secretReading?.name).toBe('short-salt');
});
