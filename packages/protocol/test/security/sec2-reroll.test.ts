import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import type { Random } from '../../src/random.ts';
import { clientPublicKey, deviceKeys, devicePublicKey } from '../../src/security/sec2/srp.ts';
import { computedHere } from '../support/computed-here.ts';
import { channelOf, nextRequest, shakeHands } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';
import { loadVector } from '../support/load-vector.ts';
import { replayRandom } from '../support/replay-random.ts';
import { carried, command0, fixed, fixedClient, fixedDevice, fixedVerifier } from '../support/sec2-parties.ts';

interface Counted {
  readonly random: Random;
  readonly drawn: () => number;
}

/** The recorded values, and how many of them were drawn. */
function counted(...recorded: readonly string[]): Counted {
  const random = replayRandom(...recorded);
  let drawn = 0;
  return {
    random: (length) => {
      drawn++;
      return random(length);
    },
    drawn: () => drawn,
  };
}

const { cases } = loadVector<{ cases: readonly { name: string; a: string; A_length: number }[] }>(
  'srp6a-primitives.json',
);

describe.each(cases.filter(({ A_length }) => A_length < 384))('a client that draws the a of $name', ({ a }) => {
  const A = toHex(computedHere(clientPublicKey(fromHex(a))));

  test('throws it away and takes the next one', () => {
    expect(A).toMatch(/^00/);
    const { random, drawn } = counted(a, a, fixed.clientPrivate);
    const sent = carried(nextRequest(fixedClient({ random }).handshake()))['A'];
    expect(sent).toBe(toHex(computedHere(clientPublicKey(fromHex(fixed.clientPrivate)))));
    expect(drawn()).toBe(3);
  });

  test('keeps it when told so, padded to 384 bytes', () => {
    const { random, drawn } = counted(a, fixed.clientPrivate);
    const { client, device } = shakeHands(fixedClient({ random, reroll: false }), fixedDevice());
    expect(drawn()).toBe(1);
    expect(device.open(client.seal(utf8('x')))).toEqual(utf8('x'));
    const sent = carried(nextRequest(fixedClient({ random: replayRandom(a), reroll: false }).handshake()))['A'];
    expect(sent).toBe(A);
  });
});

/** Values of b with which, against the fixed client, exactly one value begins with a zero. */
const zeroLeaders = {
  B: '21a6c8535a7dd2c70cb937c4ecfd543528d2ccfbf6b8b075b75c3d3147884697',
  K: 'b60123eb42606d7d27a0a77cd6a5344d8a439e2bf461fc6baeb63e61f00f781d',
  M1: 'd26c3bba8d9af27e381a605f6ea2b0ab8d77dfc18b5a2104c855293944b938cf',
  M2: '903a79c5c0b577439233720a5ebbf3c248d5d34d9f8a1eda3cc26653f998ee64',
} as const;

describe.each(Object.entries(zeroLeaders))('a device that draws a b with which %s begins with a zero', (name, b) => {
  const client = () => fixedClient({ patchVersion: 1 });

  test('is what the arithmetic says, and no other value does so', () => {
    const { salt, verifier } = fixedVerifier();
    const clientPublic = computedHere(clientPublicKey(fromHex(fixed.clientPrivate)));
    const devicePublic = devicePublicKey(fromHex(b), verifier);
    const { key, clientProof, deviceProof } = deviceKeys(
      { devicePrivate: fromHex(b), verifier },
      { username: utf8(fixed.username), salt, clientPublic, devicePublic },
    );
    const leading = {
      B: devicePublic.length < 384,
      K: key[0] === 0,
      M1: clientProof[0] === 0,
      M2: deviceProof[0] === 0,
    };
    expect(Object.entries(leading).filter(([, zero]) => zero)).toEqual([[name, true]]);
  });

  test('throws it away and takes the next one', () => {
    const { random, drawn } = counted(b, b, fixed.devicePrivate, fixed.sessionId);
    const device = fixedDevice({ random }).accept();
    shakeHands(client(), device);
    expect(drawn()).toBe(4);
    expect(toHex(channelOf(device).seal(utf8('x')))).toBe(toHex(sealedByFixedDevice()));
  });

  test('keeps it when told so, and our client understands it', () => {
    const { random, drawn } = counted(b, fixed.sessionId);
    const { client: ours, device } = shakeHands(client(), fixedDevice({ random, reroll: false }));
    expect(drawn()).toBe(2);
    expect(device.open(ours.seal(utf8('x')))).toEqual(utf8('x'));
    expect(ours.open(device.seal(utf8('y')))).toEqual(utf8('y'));
  });
});

test('B is sent without its leading zeros', () => {
  const random = replayRandom(zeroLeaders.B);
  const device = fixedDevice({ random, reroll: false }).accept();
  const greeting = command0(computedHere(clientPublicKey(fromHex(fixed.clientPrivate))), utf8(fixed.username));
  expect(carried(device.respond(greeting))['B']).toHaveLength(766);
});

test('a key that is zero modulo the prime is refused, not drawn again for ever', () => {
  const { random, drawn } = counted(fixed.devicePrivate, fixed.devicePrivate);
  const device = fixedDevice({ random }).accept();
  expect(codeOf(() => device.respond(command0(new Uint8Array(384), utf8('x'))))).toBe('session/weak-key');
  expect(drawn()).toBe(1);
});

/** The first message that a device with the fixed values seals. */
function sealedByFixedDevice(): Uint8Array {
  const device = fixedDevice().accept();
  shakeHands(fixedClient(), device);
  return channelOf(device).seal(utf8('x'));
}
