import { describe, expect, test } from 'vitest';
import { bytesToBigInt } from '../../src/big-integer.ts';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { sec2Client } from '../../src/security/sec2/client.ts';
import { type Sec2DeviceOptions, sec2Device } from '../../src/security/sec2/device.ts';
import { generator, groupHash, multiplier, pad, prime, primeBytes, strip } from '../../src/security/sec2/group.ts';
import {
  clientKeys,
  clientPublicKey,
  deviceKeys,
  devicePublicKey,
  type SrpKeys,
  scrambler,
} from '../../src/security/sec2/srp.ts';
import { innerHash, isAmbiguousPair, makeVerifier, secretExponent } from '../../src/security/sec2/verifier.ts';
import { computedHere } from '../support/computed-here.ts';
import { channelOf, finish, nextRequest } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { loadVector } from '../support/load-vector.ts';
import { replayRandom } from '../support/replay-random.ts';
import { carried, command0, command1 } from '../support/sec2-parties.ts';

interface Group {
  readonly N: string;
  readonly g: number;
  readonly k: string;
}

interface PrimitiveCase {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly salt: string;
  readonly a: string;
  readonly b: string;
  readonly x: string;
  readonly v: string;
  readonly A: string;
  readonly A_length: number;
  readonly B: string;
  readonly B_length: number;
  readonly u: string;
  readonly S: string;
  readonly S_length: number;
  readonly K: string;
  readonly aes_key: string;
  readonly H_N_xor_g: string;
  readonly M1: string;
  readonly M2: string;
  readonly M1_if_A_stripped: string | null;
}

const { group, cases } = loadVector<{ group: Group; cases: readonly PrimitiveCase[] }>('srp6a-primitives.json');

test('the group is the recorded one', () => {
  expect(toHex(primeBytes)).toBe(group.N);
  expect(toHex(generator)).toBe('05');
  expect(multiplier.toString(16)).toBe(group.k);
});

test('the recordings have leading zeros in A, B, S, u, the salt and the inner hash, and letters outside ASCII', () => {
  expect(cases).toHaveLength(11);
  expect(cases.filter(({ A_length }) => A_length < 384).map(({ A_length }) => A_length)).toEqual([383, 382]);
  expect(cases.filter(({ B_length }) => B_length < 384).map(({ B_length }) => B_length)).toEqual([383, 382]);
  expect(cases.some(({ S_length }) => S_length < 384)).toBe(true);
  expect(cases.some(({ u }) => u.length < 128 || u.startsWith('00'))).toBe(true);
  expect(cases.some(({ salt }) => salt.startsWith('00'))).toBe(true);
  expect(cases.some(({ username, password }) => isAmbiguousPair(username, password))).toBe(true);
  expect(cases.some(({ username }) => /[^ -~]/.test(username))).toBe(true);
});

describe.each(cases)('the recorded case $name', (vector) => {
  const salt = fromHex(vector.salt);
  const username = utf8(vector.username);
  const inner = innerHash(username, utf8(vector.password));
  // As on the wire: A whole, B without its leading zeros.
  const clientPublic = pad(fromHex(vector.A));
  const devicePublic = strip(fromHex(vector.B));
  const transcript = { username, salt, clientPublic, devicePublic };

  test('has our secret exponent and verifier', () => {
    expect(bytesToBigInt(secretExponent(salt, inner))).toBe(bytesToBigInt(fromHex(vector.x)));
    expect(toHex(pad(makeVerifier(vector.username, vector.password, salt).verifier))).toBe(vector.v.padStart(768, '0'));
    expect(toHex(groupHash)).toBe(vector.H_N_xor_g);
  });

  test('has our public keys and our scrambler', () => {
    expect(toHex(computedHere(clientPublicKey(fromHex(vector.a))))).toBe(toHex(clientPublic));
    expect(strip(clientPublic)).toHaveLength(vector.A_length);
    expect(toHex(devicePublicKey(fromHex(vector.b), fromHex(vector.v)))).toBe(toHex(devicePublic));
    expect(devicePublic).toHaveLength(vector.B_length);
    expect(scrambler(clientPublic, devicePublic)).toBe(bytesToBigInt(fromHex(vector.u)));
  });

  test("has the key and both proofs of our client's arithmetic", () => {
    const keys = computedHere(clientKeys({ clientPrivate: fromHex(vector.a), inner }, transcript));
    expect(hexOf(keys)).toEqual({ K: vector.K, M1: vector.M1, M2: vector.M2 });
  });

  test("has the key and both proofs of our device's arithmetic", () => {
    const keys = deviceKeys({ devicePrivate: fromHex(vector.b), verifier: fromHex(vector.v) }, transcript);
    expect(hexOf(keys)).toEqual({ K: vector.K, M1: vector.M1, M2: vector.M2 });
    expect(vector.K.slice(0, 64)).toBe(vector.aes_key);
  });

  test('is what our client says and accepts', () => {
    const handshake = sec2Client({
      username: vector.username,
      password: vector.password,
      random: replayRandom(vector.a),
      reroll: false,
    }).handshake();
    const greeting = nextRequest(handshake);
    expect(carried(greeting)).toEqual({ I: toHex(username), A: toHex(clientPublic) });
    const device = deviceOf(vector);
    expect(carried(nextRequest(handshake, device.respond(greeting)))).toEqual({ M1: vector.M1 });
    expect(finish(handshake, device.respond(command1(fromHex(vector.M1))))).toBeDefined();
  });

  test('is what our device answers', () => {
    const device = deviceOf(vector);
    const answer = device.respond(command0(clientPublic, username));
    expect(carried(answer)).toEqual({ B: toHex(devicePublic), s: vector.salt });
    const proof = device.respond(command1(fromHex(vector.M1)));
    expect(carried(proof)).toEqual({ M2: vector.M2, nonce: `${sessionId}00000001` });
    expect(channelOf(device)).toBeDefined();
  });

  if (vector.M1_if_A_stripped !== null) {
    const short = fromHex(vector.M1_if_A_stripped);

    test('is refused as the firmware does by an exact release when A or the A of the proof lacks its zeros', () => {
      const device = deviceOf(vector, { exactKeyLength: true });
      expect(codeOf(() => device.respond(command0(strip(clientPublic), username)))).toBe('session/invalid-parameters');
      device.respond(command0(clientPublic, username));
      expect(codeOf(() => device.respond(command1(short)))).toBe('session/proof-mismatch');
    });

    test('is taken by our device without the zeros of A, as long as the proof lacks them, too', () => {
      const device = deviceOf(vector);
      device.respond(command0(strip(clientPublic), username));
      expect(codeOf(() => device.respond(command1(fromHex(vector.M1))))).toBe('session/proof-mismatch');
      device.respond(command1(short));
      expect(channelOf(device)).toBeDefined();
    });
  }
});

interface VerifierCase {
  readonly username: string;
  readonly password: string;
  readonly salt: string;
  readonly inner_hash: string;
  readonly x_python: string;
  readonly x_rfc: string;
  readonly verifier_python: string;
  readonly verifier_rfc: string;
  readonly verifier_device_c?: string;
  readonly python_equals_device: boolean;
}

interface ShortSaltCase {
  readonly username: string;
  readonly password: string;
  readonly salt_drawn: string;
  readonly salt: string;
  readonly verifier_python: string;
  readonly verifier_rfc_with_full_salt: string;
}

const verifiers = loadVector<{ cases: readonly (VerifierCase | ShortSaltCase)[] }>('salt-verifier.json').cases;
const ordinary = verifiers.filter((vector): vector is VerifierCase => 'inner_hash' in vector);

test('the recorded verifiers hold two on which the tools disagree, and one whose salt was drawn with a zero', () => {
  expect(verifiers).toHaveLength(17);
  expect(ordinary.filter(({ python_equals_device }) => !python_equals_device)).toHaveLength(2);
  expect(ordinary.filter(({ verifier_device_c }) => verifier_device_c !== undefined).length).toBeGreaterThan(8);
});

describe.each(ordinary)('the verifier of $username and $password with salt $salt', (vector) => {
  const inner = innerHash(utf8(vector.username), utf8(vector.password));
  const salt = fromHex(vector.salt);

  test('is ours, which is the one of the RFC and of the C generator', () => {
    expect(toHex(inner)).toBe(vector.inner_hash);
    const made = makeVerifier(vector.username, vector.password, salt);
    expect(toHex(made.verifier)).toBe(vector.verifier_rfc);
    expect(toHex(made.salt)).toBe(vector.salt);
    if (vector.verifier_device_c !== undefined) expect(toHex(made.verifier)).toBe(vector.verifier_device_c);
    expect(bytesToBigInt(secretExponent(salt, inner))).toBe(BigInt(`0x${vector.x_rfc}`));
  });

  test('is that of the Python tool once the inner hash has lost its zeros', () => {
    const stripped = secretExponent(salt, strip(inner));
    expect(bytesToBigInt(stripped)).toBe(BigInt(`0x${vector.x_python}`));
    expect(toHex(verifierOf(stripped))).toBe(vector.verifier_python);
  });

  test('is ambiguous exactly where the two tools disagree', () => {
    expect(isAmbiguousPair(vector.username, vector.password)).toBe(!vector.python_equals_device);
    expect(isAmbiguousPair(utf8(vector.username), utf8(vector.password))).toBe(!vector.python_equals_device);
  });
});

test.each(verifiers.filter((vector): vector is ShortSaltCase => 'salt_drawn' in vector))(
  'a salt with a leading zero is kept whole by us, while the Python tool forgets the zero',
  (vector) => {
    const { username, password } = vector;
    const whole = makeVerifier(username, password, fromHex(vector.salt_drawn));
    expect(toHex(whole.salt)).toBe(vector.salt_drawn);
    expect(toHex(whole.verifier)).toBe(vector.verifier_rfc_with_full_salt);
    expect(toHex(makeVerifier(username, password, fromHex(vector.salt)).verifier)).toBe(vector.verifier_python);
  },
);

test('bytes and text make the same verifier', () => {
  const salt = fromHex('00ff00ff');
  const text = makeVerifier('josé', 'contraseña', salt);
  expect(toHex(makeVerifier(utf8('josé'), utf8('contraseña'), salt).verifier)).toBe(toHex(text.verifier));
});

const sessionId = 'a0a1a2a3a4a5a6a7';

function deviceOf({ salt, v, b }: PrimitiveCase, more: Pick<Sec2DeviceOptions, 'exactKeyLength'> = {}) {
  const random = replayRandom(b, sessionId);
  return sec2Device({ salt: fromHex(salt), verifier: fromHex(v), random, reroll: false, ...more }).accept();
}

function hexOf({ key, clientProof, deviceProof }: SrpKeys) {
  return { K: toHex(key), M1: toHex(clientProof), M2: toHex(deviceProof) };
}

/** g^x without leading zeros, by plain integers, so that nothing of ours computes it. */
function verifierOf(exponent: Uint8Array): Uint8Array {
  let result = 1n;
  for (const bit of bytesToBigInt(exponent).toString(2)) {
    result = (result * result * (bit === '1' ? 5n : 1n)) % prime;
  }
  const digits = result.toString(16);
  return fromHex(digits.padStart(digits.length + (digits.length % 2), '0'));
}
