import { type ErrorDetails, ProvisioningError, sec1Client, sec1Device, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Session, wasNeverSent, wrapTransport } from '../../src/index.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

/** A device that echoes backwards over a link that fails in the exchange after two: before or after the device heard it. */
function device(fails: 'before' | 'after', details: ErrorDetails) {
  const secret = sec1Device({ pop: 'abcd1234' });
  const heard: string[] = [];
  let handshake = secret.accept();
  let requests = 0;
  const far = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint === 'prov-session') {
      // A first message begins anew.
      if (handshake.channel) handshake = secret.accept();
      return handshake.respond(request);
    }
    const channel = handshake.channel;
    if (!channel) throw new ProvisioningError('endpoint/refused');
    const plain = channel.open(request);
    heard.push(new TextDecoder().decode(plain));
    return channel.seal(plain.toReversed());
  });
  const transport = wrapTransport(far, async (endpoint, request, options) => {
    const isThird = endpoint === 'custom' && ++requests === 3;
    if (isThird && fails === 'before') throw new ProvisioningError('link/lost', undefined, { details });
    const answer = await far.exchange(endpoint, request, options);
    if (isThird) throw new ProvisioningError('link/lost', undefined, { details });
    return answer;
  });
  return { transport, heard };
}

const security = sec1Client({ pop: 'abcd1234' });

describe('a session whose link is lost in the middle', () => {
  test.each([
    ['after the device has heard the request', 'after', {}, false, ['1', '2', '3']],
    ['before it, which nobody knows', 'before', {}, false, ['1', '2']],
    ['before it, as the transport knows for certain', 'before', { sent: false }, true, ['1', '2']],
  ] as const)(
    '%s repeats nothing, and says whether that would be safe',
    async (_, fails, details, isSafe, expected) => {
      const { transport, heard } = device(fails, details);
      const session = await Session.open(transport, security);
      for (const text of ['1', '2']) await session.request('custom', utf8(text));
      const error = await failureOf(session.request('custom', utf8('3')));
      expect(error.code).toBe('link/lost');
      expect(wasNeverSent(error)).toBe(isSafe);
      expect(heard).toEqual(expected);
      // What waits behind it goes nowhere, and may be made again.
      const next = await failureOf(session.request('custom', utf8('4')));
      expect(next).toMatchObject({ code: 'session/broken', cause: error });
      expect(wasNeverSent(next)).toBe(true);
      expect(heard).toEqual(expected);
    },
  );

  test('is followed by another one with new keys, for the same security', async () => {
    const { transport, heard } = device('after', {});
    const first = await Session.open(transport, security);
    for (const text of ['1', '2']) await first.request('custom', utf8(text));
    await failureOf(first.request('custom', utf8('3')));
    expect(first.broken).toBe(true);
    const second = await Session.open(transport, security);
    expect(await second.request('custom', utf8('abc'))).toEqual(utf8('cba'));
    expect(first.broken).toBe(true);
    expect(heard).toEqual(['1', '2', '3', 'abc']);
  });
});
