import { expect, test } from 'vitest';
import { sha256 } from '#crypto';
import { fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { groupHash, multiplier, pad, strip } from '../../src/security/sec2/group.ts';
import { clientPublicKey, devicePublicKey, scrambler } from '../../src/security/sec2/srp.ts';
import { innerHash, isAmbiguousPair, makeVerifier, secretExponent } from '../../src/security/sec2/verifier.ts';
import { computedHere } from '../support/computed-here.ts';
import { channelOf, finish, nextRequest } from '../support/dialogue.ts';
import { carried, fixed, fixedClient, fixedDevice, fixedVerifier } from '../support/sec2-parties.ts';

// Section 14 of the protocol notes, value by value.

test('the values that do not depend on the handshake are those of the notes', () => {
  const x = secretExponent(fromHex(fixed.salt), innerHash(utf8(fixed.username), utf8(fixed.password)));
  expect(toHex(x)).toBe(fixed.x);
  expect(multiplier.toString(16)).toBe(fixed.k);
  expect(toHex(groupHash)).toBe(fixed.groupHash);
});

test('the public values are those of the notes', () => {
  const { verifier } = fixedVerifier();
  const clientPublic = computedHere(clientPublicKey(fromHex(fixed.clientPrivate)));
  const devicePublic = devicePublicKey(fromHex(fixed.devicePrivate), verifier);
  expectValue(verifier, '7c7c85476508946d', '5040f762de36b2ba', fixed.digests.v);
  expectValue(clientPublic, '422a0efb510b63fd', '3d794b7b8fe13918', fixed.digests.A);
  expectValue(devicePublic, '19101ce8c942d1bd', '1b53f248a58480d7', fixed.digests.B);
  expect(scrambler(clientPublic, devicePublic)).toBe(BigInt(`0x${fixed.u}`));
});

test('a whole session is the one of the notes, with frames of the noted lengths', () => {
  const client = fixedClient({ patchVersion: 1 }).handshake();
  const device = fixedDevice().accept();
  const command0 = nextRequest(client);
  expect(command0).toHaveLength(406);
  expect(toHex(sha256(fromHex(carried(command0)['A'] as string)))).toBe(fixed.digests.A);

  const response0 = device.respond(command0);
  expect(response0).toHaveLength(416);
  expect(carried(response0)['s']).toBe(fixed.salt);

  const command1 = nextRequest(client, response0);
  expect(toHex(command1)).toBe(`100262470802b201420a40${fixed.clientProof}`);

  const response1 = device.respond(command1);
  const nonce = `${fixed.sessionId}00000001`;
  expect(toHex(response1)).toBe(`100262550803ba01501240${fixed.deviceProof}1a0c${nonce}`);

  const channels = { client: finish(client, response1), device: channelOf(device) };
  expect(toHex(channels.client.seal(fromHex('5200')))).toBe('a4b04aff11b7a4c8f8d437583fe8e7e67024');
  expect(toHex(channels.device.open(fromHex('a4b04aff11b7a4c8f8d437583fe8e7e67024')))).toBe('5200');
  const answer = '3bc5e698b65aa6aa193f608f6390a334266ccba1ec8b';
  expect(toHex(channels.device.seal(fromHex('08015a021001')))).toBe(answer);
  expect(toHex(channels.client.open(fromHex(answer)))).toBe('08015a021001');
});

test("the verifier of Thread's example is the one of the notes", () => {
  const { verifier } = makeVerifier('threadprov', 'abcd1234', fromHex('1fff29f5c77e074802e9933ea3a22673'));
  expect(verifier).toHaveLength(384);
  expect(toHex(verifier)).toMatch(/^a729e6a54d205771.*6b50fadd1610234b$/);
});

test('the pair that the notes call ambiguous is so, and its hash begins with a zero', () => {
  expect(innerHash(utf8('wifiprov'), utf8('pw0449'))[0]).toBe(0);
  expect(isAmbiguousPair('wifiprov', 'pw0449')).toBe(true);
  expect(isAmbiguousPair('wifiprov', 'abcd1234')).toBe(false);
  expect(isAmbiguousPair('threadprov', 'abcd1234')).toBe(false);
});

test('padding and stripping undo each other and leave everything but leading zeros alone', () => {
  for (const hex of ['01', '0100', 'ff'.repeat(384)]) expect(toHex(strip(pad(fromHex(hex))))).toBe(hex);
  expect(pad(fromHex('05'))).toHaveLength(384);
  expect(toHex(strip(fromHex('00000500')))).toBe('0500');
  expect(strip(fromHex('0000'))).toHaveLength(0);
  expect(() => pad(fromHex(`01${'00'.repeat(384)}`))).toThrow(RangeError);
});

function expectValue(value: Uint8Array, head: string, tail: string, digest: string): void {
  expect(value).toHaveLength(384);
  expect(toHex(value).slice(0, 16)).toBe(head);
  expect(toHex(value).slice(-16)).toBe(tail);
  expect(toHex(sha256(value))).toBe(digest);
}
