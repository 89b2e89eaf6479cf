import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex, utf8 } from '../../src/bytes.ts';
import { sec1Client } from '../../src/security/sec1/client.ts';
import { sec1Device } from '../../src/security/sec1/device.ts';
import { arbitraryText } from '../support/arbitrary-text.ts';
import { shakeHands } from '../support/dialogue.ts';
import { codeOf } from '../support/error-code.ts';

// Every run costs two X25519 secrets on either end.
const runs = { numRuns: 25 };

test('two ends with one secret understand each other, whatever the secret and the messages', () => {
  const pop = fc.option(
    arbitraryText(40).map((text) => text.replaceAll('\0', '0')),
    { nil: undefined },
  );
  const exchanges = fc.array(fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 })));
  fc.assert(
    fc.property(pop, exchanges, (pop, exchanges) => {
      const { client, device } = shakeHands(sec1Client({ pop }), sec1Device({ pop }));
      for (const [request, response] of exchanges) {
        expect(toHex(device.open(client.seal(request)))).toBe(toHex(request));
        expect(toHex(client.open(device.seal(response)))).toBe(toHex(response));
      }
    }),
    runs,
  );
});

test('two ends with different secrets never open a session', () => {
  const pop = arbitraryText(20).map((text) => text.replaceAll('\0', '0'));
  fc.assert(
    fc.property(pop, pop, (mine, yours) => {
      fc.pre(mine !== yours);
      expect(codeOf(() => shakeHands(sec1Client({ pop: mine }), sec1Device({ pop: yours })))).toBe(
        'session/proof-mismatch',
      );
    }),
    runs,
  );
});

test('a secret outside ASCII is taken as UTF-8 by both ends', () => {
  const pop = 'Zündschlüssel №7 🔑';
  shakeHands(sec1Client({ pop }), sec1Device({ pop: utf8(pop) }));
  shakeHands(sec1Client({ pop: utf8(pop) }), sec1Device({ pop }));
  const latin1 = Uint8Array.from('clé', (character) => character.charCodeAt(0));
  expect(codeOf(() => shakeHands(sec1Client({ pop: latin1 }), sec1Device({ pop: 'clé' })))).toBe(
    'session/proof-mismatch',
  );
});

test('an empty secret is no secret', () => {
  shakeHands(sec1Client({ pop: '' }), sec1Device());
  shakeHands(sec1Client(), sec1Device({ pop: '' }));
});

test('a request without an answer spends keystream on both ends, which stay in step', () => {
  const { client, device } = shakeHands(sec1Client(), sec1Device());
  expect(toHex(device.open(client.seal(utf8('refused'))))).toBe(toHex(utf8('refused')));
  expect(toHex(device.open(client.seal(utf8('next'))))).toBe(toHex(utf8('next')));
  expect(toHex(client.open(device.seal(utf8('answer'))))).toBe(toHex(utf8('answer')));
});

test('a request that got lost leaves the ends out of step until a new handshake', () => {
  const device = sec1Device().accept();
  const lost = shakeHands(sec1Client(), device);
  lost.client.seal(utf8('lost on the way'));
  expect(toHex(lost.device.open(lost.client.seal(utf8('next'))))).not.toBe(toHex(utf8('next')));
  const renewed = shakeHands(sec1Client(), device);
  expect(toHex(renewed.device.open(renewed.client.seal(utf8('next'))))).toBe(toHex(utf8('next')));
});

test('the same text is never sealed alike twice', () => {
  const { client } = shakeHands(sec1Client(), sec1Device());
  expect(toHex(client.seal(utf8('the same text')))).not.toBe(toHex(client.seal(utf8('the same text'))));
});

test('an empty message spends nothing', () => {
  const { client, device } = shakeHands(sec1Client(), sec1Device());
  expect(client.seal(new Uint8Array(0))).toEqual(new Uint8Array(0));
  expect(toHex(device.open(client.seal(utf8('next'))))).toBe(toHex(utf8('next')));
});
