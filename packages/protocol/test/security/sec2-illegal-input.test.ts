import { describe, expect, test } from 'vitest';
import { sha512 } from '#crypto';
import { type Bytes, concatBytes, fromHex, utf8 } from '../../src/bytes.ts';
import type { ErrorCode } from '../../src/errors/error-table.ts';
import { groupHash, primeBytes } from '../../src/security/sec2/group.ts';
import type { DeviceHandshake } from '../../src/security/security.ts';
import { codeOf } from '../support/error-code.ts';
import { loadVector } from '../support/load-vector.ts';
import { carried, command0, command1, fixed, fixedDevice } from '../support/sec2-parties.ts';

interface IllegalInput {
  readonly case: string;
  readonly device: 'v53' | 'v55';
  readonly A: string;
  readonly username?: string;
  /** Where the outcome does not depend on the proof. */
  readonly result?: Outcome;
  /** Outcome of a proof made with K of nothing, which is what S = 0 without its zeros leaves. */
  readonly result_K_of_empty?: Outcome;
  readonly result_K_of_zero_byte?: Outcome;
}

type Outcome = 'accepted' | 'dropped at command 0' | 'dropped at command 1';

const vectors = loadVector<readonly IllegalInput[]>('sec2-illegal-input.json');

test('the recordings hold seven illegal inputs for a device with the hole and for one without', () => {
  expect(vectors.filter(({ device }) => device === 'v53')).toHaveLength(7);
  expect(vectors.filter(({ device }) => device === 'v55')).toHaveLength(7);
  expect(vectors.filter(({ result_K_of_empty }) => result_K_of_empty === 'accepted')).toHaveLength(2);
});

describe.each(vectors)('the recorded input “$case” at a device like $device', (vector) => {
  const acceptZeroKey = vector.device === 'v53';
  const outcomes = [
    ['of nothing', new Uint8Array(0), vector.result_K_of_empty ?? vector.result],
    ['of a zero byte', new Uint8Array(1), vector.result_K_of_zero_byte ?? vector.result],
  ] as const;

  test.each(outcomes)('with K %s ends as recorded', (_, secret, outcome) => {
    const device = fixedDevice({ acceptZeroKey, reroll: false, exactKeyLength: true }).accept();
    expect(attack(device, vector, sha512(secret)).outcome).toBe(outcome);
    expect(device.channel !== undefined).toBe(outcome === 'accepted');
  });
});

describe('our device unless told to be an old one refuses', () => {
  test.each<[string, Uint8Array, ErrorCode]>([
    ['A = 0', new Uint8Array(384), 'session/weak-key'],
    ['A = 0 in one byte', new Uint8Array(1), 'session/weak-key'],
    ['A = 0 in 383 bytes', new Uint8Array(383), 'session/weak-key'],
    ['A of no bytes', new Uint8Array(0), 'session/invalid-parameters'],
    ['A = N', primeBytes, 'session/weak-key'],
    ['A = N behind a zero', concatBytes(new Uint8Array(1), primeBytes), 'session/invalid-parameters'],
    ['A = 1 in one byte, at the proof', Uint8Array.of(1), 'session/proof-mismatch'],
    ['A = 1, at the proof', padded(1), 'session/proof-mismatch'],
    [
      'A = N - 1, at the proof',
      Uint8Array.from(primeBytes, (byte, i) => (i === 383 ? byte - 1 : byte)),
      'session/proof-mismatch',
    ],
  ])('%s', (_, A, code) => {
    const device = fixedDevice().accept();
    expect(attack(device, { A: '', username: 'wifiprov' }, sha512(new Uint8Array(0)), A).code).toBe(code);
    expect(device.channel).toBeUndefined();
  });
});

/** Somebody without the password who sends A and a proof made with a K of his choice. */
function attack(
  device: DeviceHandshake,
  { A, username = fixed.username }: Pick<IllegalInput, 'A' | 'username'>,
  key: Bytes,
  bytes: Uint8Array = fromHex(A),
): { outcome: Outcome; code?: ErrorCode } {
  let reply: ReturnType<typeof carried> | undefined;
  const zeroth = refusal(() => {
    reply = carried(device.respond(command0(bytes, utf8(username))));
  });
  if (!reply) return { outcome: 'dropped at command 0', ...zeroth };
  const [salt, B] = [fromHex(reply['s'] as string), fromHex(reply['B'] as string)];
  const proof = sha512(concatBytes(groupHash, sha512(utf8(username)), salt, bytes, B, key));
  const first = refusal(() => device.respond(command1(proof)));
  return { outcome: first.code === undefined ? 'accepted' : 'dropped at command 1', ...first };
}

/** The code of the error with which `action` ends, if it ends with one. */
function refusal(action: () => unknown): { code?: ErrorCode } {
  let done = false;
  try {
    const code = codeOf(() => {
      action();
      done = true;
    });
    return { code };
  } catch (error) {
    if (done) return {};
    throw error;
  }
}

function padded(value: number): Bytes {
  const bytes = new Uint8Array(384);
  bytes[383] = value;
  return bytes;
}
