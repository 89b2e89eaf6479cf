import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toHex, utf8 } from '../../src/bytes.ts';
import { firstNonce, gcmChannel, guessNonceRule, type NonceRule } from '../../src/security/sec2/gcm-channel.ts';
import type { SecureChannel } from '../../src/security/security.ts';
import { codeOf } from '../support/error-code.ts';
import { fixed } from '../support/sec2-parties.ts';

const key = fromHex(fixed.key);
const counting = firstNonce(fromHex(fixed.sessionId));
const sixteen = fromHex('a0a1a2a3a4a5a6a7a8a9aaabacadaeaf');

const rules = { counting: counting, fixed: sixteen } as const;

function pair(rule: NonceRule, nonce: Uint8Array = rules[rule]): [SecureChannel, SecureChannel] {
  return [gcmChannel(key, nonce, rule), gcmChannel(key, nonce, rule)];
}

/** A channel at patch level 1 whose next message has this number. */
function at(counter: string): SecureChannel {
  return gcmChannel(key, fromHex(`${fixed.sessionId}${counter}`), 'counting');
}

describe('the first nonce of patch level 1', () => {
  test('is the session id and a counter of one', () => {
    expect(toHex(counting)).toBe('a0a1a2a3a4a5a6a700000001');
  });
});

describe('without a patch level the nonce tells its rule:', () => {
  test.each<[string, string, NonceRule]>([
    ['twelve bytes with a counter of one count', 'a0a1a2a3a4a5a6a700000001', 'counting'],
    ['a session id of zeros makes no difference', '000000000000000000000001', 'counting'],
    ['twelve bytes with another counter do not', 'a0a1a2a3a4a5a6a700000002', 'fixed'],
    ['nor does a counter of one in little-endian order', 'a0a1a2a3a4a5a6a701000000', 'fixed'],
    ['sixteen random bytes do not', 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf', 'fixed'],
    ['sixteen bytes that hold a counter in the same place do not', 'a0a1a2a3a4a5a6a70000000100000001', 'fixed'],
    ['nothing does not', '', 'fixed'],
  ])('%s', (_, nonce, rule) => {
    expect(guessNonceRule(fromHex(nonce))).toBe(rule);
  });
});

describe('at patch level 0', () => {
  test('every message has the same nonce, in both directions', () => {
    const [client, device] = pair('fixed');
    const first = client.seal(utf8('same'));
    expect(toHex(client.seal(utf8('same')))).toBe(toHex(first));
    expect(toHex(device.seal(utf8('same')))).toBe(toHex(first));
  });

  test('a message may come twice or not at all', () => {
    const [client, device] = pair('fixed');
    const lost = client.seal(utf8('lost'));
    const kept = client.seal(utf8('kept'));
    expect(device.open(kept)).toEqual(utf8('kept'));
    expect(device.open(kept)).toEqual(utf8('kept'));
    expect(device.open(lost)).toEqual(utf8('lost'));
  });

  test('an answer under the request’s nonce is the one of the notes', () => {
    const [, device] = pair('fixed', counting);
    expect(toHex(device.seal(fromHex('08015a021001')))).toBe('feb1f261e3e3ce899c52a9b10554ab6c30a12e7ba4f6');
  });
});

describe('at patch level 1', () => {
  test('the same text is sealed differently every time', () => {
    const [client] = pair('counting');
    const sealed = Array.from({ length: 20 }, () => toHex(client.seal(utf8('same'))));
    expect(new Set(sealed).size).toBe(20);
  });

  test('request n has number 2n - 1 and answer n has number 2n', () => {
    const [client, device] = pair('counting');
    for (let n = 1; n <= 300; n++) {
      const number = (value: number) => value.toString(16).padStart(8, '0');
      const request = client.seal(utf8(`request ${n}`));
      expect(toHex(request)).toBe(toHex(at(number(2 * n - 1)).seal(utf8(`request ${n}`))));
      device.open(request);
      const answer = device.seal(utf8(`answer ${n}`));
      expect(toHex(answer)).toBe(toHex(at(number(2 * n)).seal(utf8(`answer ${n}`))));
      expect(client.open(answer)).toEqual(utf8(`answer ${n}`));
    }
  });

  test('a message that comes a second time is refused, and the next one is not', () => {
    const [client, device] = pair('counting');
    const first = client.seal(utf8('first'));
    device.open(first);
    expect(codeOf(() => device.open(first))).toBe('session/tampered');
    expect(device.open(client.seal(utf8('second')))).toEqual(utf8('second'));
  });

  test('a message that follows a lost one is refused', () => {
    const [client, device] = pair('counting');
    client.seal(utf8('lost'));
    expect(codeOf(() => device.open(client.seal(utf8('next'))))).toBe('session/tampered');
  });

  test('what one side sealed is not taken back by itself', () => {
    const [client] = pair('counting');
    const own = client.seal(utf8('reflected'));
    expect(codeOf(() => client.open(own))).toBe('session/tampered');
  });

  test('the counter carries from byte to byte', () => {
    const channel = at('0000ffff');
    expect(toHex(channel.seal(utf8('a')))).toBe(toHex(at('0000ffff').seal(utf8('a'))));
    expect(toHex(channel.seal(utf8('b')))).toBe(toHex(at('00010000').seal(utf8('b'))));
  });

  test('the counter does not carry into the session id', () => {
    const channel = at('fffffffe');
    channel.seal(utf8('a'));
    expect(toHex(channel.seal(utf8('b')))).toBe(toHex(at('ffffffff').seal(utf8('b'))));
  });
});

describe('after the last number of a session', () => {
  test.each<[string, (channel: SecureChannel) => void]>([
    ['sealed', (channel) => channel.seal(utf8('last'))],
    ['opened', (channel) => channel.open(at('ffffffff').seal(utf8('last')))],
  ])('was %s, nothing is sealed or opened any more', (_, spend) => {
    const channel = at('ffffffff');
    spend(channel);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(codeOf(() => channel.seal(utf8('more')))).toBe('session/counter-exhausted');
      expect(codeOf(() => channel.open(at('00000000').seal(utf8('more'))))).toBe('session/counter-exhausted');
    }
  });

  test('failed to open, it can still be used', () => {
    const channel = at('ffffffff');
    expect(codeOf(() => channel.open(new Uint8Array(20)))).toBe('session/tampered');
    expect(channel.seal(utf8('last'))).toHaveLength(20);
    expect(codeOf(() => channel.seal(utf8('more')))).toBe('session/counter-exhausted');
  });

  test('nothing ends at patch level 0, which has no numbers', () => {
    const channel = gcmChannel(key, fromHex(`${'00'.repeat(12)}ffffffff`), 'fixed');
    const first = toHex(channel.seal(utf8('a')));
    expect(toHex(channel.seal(utf8('a')))).toBe(first);
  });
});

describe.each(['fixed', 'counting'] as const)('with a %s nonce', (rule) => {
  const text = utf8('a request of more than one block');

  test('a flipped bit anywhere in ciphertext or tag is noticed, and the right message is taken afterwards', () => {
    const [client, device] = pair(rule);
    const sealed = client.seal(text);
    for (let byte = 0; byte < sealed.length; byte++) {
      const altered = sealed.slice();
      altered[byte] = (altered[byte] as number) ^ (1 << (byte % 8));
      expect(codeOf(() => device.open(altered))).toBe('session/tampered');
    }
    expect(device.open(sealed)).toEqual(text);
  });

  test('a message that was cut, lengthened or emptied is noticed', () => {
    const [client, device] = pair(rule);
    const sealed = client.seal(text);
    for (let length = 0; length < sealed.length; length++) {
      expect(codeOf(() => device.open(sealed.subarray(0, length)))).toBe('session/tampered');
    }
    expect(codeOf(() => device.open(sealed.subarray(1)))).toBe('session/tampered');
    expect(codeOf(() => device.open(concatBytes(sealed, Uint8Array.of(0))))).toBe('session/tampered');
    expect(device.open(sealed)).toEqual(text);
  });

  test('an empty message is a tag of sixteen bytes', () => {
    const [client, device] = pair(rule);
    const sealed = client.seal(new Uint8Array(0));
    expect(sealed).toHaveLength(16);
    expect(device.open(sealed)).toHaveLength(0);
  });

  test('another key is noticed', () => {
    const [client] = pair(rule);
    const other = gcmChannel(fromHex('ff'.repeat(64)), rules[rule], rule);
    expect(codeOf(() => other.open(client.seal(text)))).toBe('session/tampered');
  });

  test('only the first 32 bytes of K are the key', () => {
    const [client] = pair(rule);
    const other = gcmChannel(concatBytes(key.subarray(0, 32), new Uint8Array(32)), rules[rule], rule);
    expect(other.open(client.seal(text))).toEqual(text);
  });

  test('a later change of key and nonce by their owner changes nothing', () => {
    const [ownKey, ownNonce] = [key.slice(), Uint8Array.from(rules[rule])];
    const channel = gcmChannel(ownKey, ownNonce, rule);
    ownKey.fill(0);
    ownNonce.fill(0);
    const [, device] = pair(rule);
    expect(device.open(channel.seal(text))).toEqual(text);
  });
});
