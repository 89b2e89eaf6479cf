import { ProvisioningError, sec1Client, sec1Device } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { establish } from '../../src/session/establish.ts';
import { RenewableSession } from '../../src/session/renewable-session.ts';
import { RenewableTransport } from '../../src/session/renewable-transport.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const pop = 'abcd1234';

function refused(replaced: boolean | null): ProvisioningError {
  const details = { endpoint: 'prov-session', ...(replaced === null ? {} : { replaced }) };
  return new ProvisioningError('endpoint/refused', undefined, { details });
}

/** A device that refuses the messages of these numbers, counted from 1, as one whose session was taken. */
function contended(isTaken: (message: number) => boolean, replaced: boolean | null = true) {
  let handshake = sec1Device({ pop }).accept();
  let message = 0;
  const transport = new ScriptedTransport(({ endpoint, request }) => {
    if (endpoint !== 'prov-session') return handshake.channel?.seal(handshake.channel.open(request)) ?? request;
    if (isTaken(++message)) {
      handshake = sec1Device({ pop }).accept();
      throw refused(replaced);
    }
    return handshake.respond(request);
  });
  transport.kind = 'http';
  return transport;
}

describe('a handshake', () => {
  const security = () => sec1Client({ pop });
  const shake = (transport: ScriptedTransport, clock = manualClock()) =>
    clock.run(establish(RenewableTransport.over(transport, clock), security(), {}));

  test.each([1, 2])('whose message %i comes to another session is made again', async (lost) => {
    const transport = contended((message) => message === lost);
    await shake(transport);
    expect(transport.seen).toHaveLength(lost + 2);
  });

  test('that is taken again and again ends within half a minute, and names the reason', async () => {
    const clock = manualClock();
    const transport = contended((message) => message % 2 === 0);
    const error = await failureOf(shake(transport, clock));
    expect(error.code).toBe('session/replaced');
    expect(error.message).toMatch(/^another client keeps taking the session: \d+ tries in \d+ s were in vain$/);
    expect(clock.now()).toBeLessThanOrEqual(30_000);
    expect(transport.seen.length).toBeLessThanOrEqual(40);
    expect(transport.seen.length).toBeGreaterThan(20);
  });

  test('with a wrong secret is not made again where the session is known to be ours', async () => {
    const transport = contended((message) => message === 2, false);
    const error = await failureOf(shake(transport));
    expect(error.code).toBe('session/proof-mismatch');
    expect(error.message).not.toContain('another client');
    expect(transport.seen).toHaveLength(2);
  });

  test.each([
    [1, 'session/scheme-mismatch'],
    [2, 'session/proof-mismatch'],
  ] as const)('refused at message %i where nothing tells whose session it is names both reasons', async (at, code) => {
    const error = await failureOf(shake(contended((message) => message >= at, null)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/(another security scheme|the secret is wrong), or another client took the session/);
  });

  test('is interrupted while it waits for another try', async () => {
    const clock = manualClock();
    const reason = new Error('enough');
    const interruption = new AbortController();
    const link = RenewableTransport.over(
      contended((message) => message % 2 === 0),
      clock,
    );
    const ended = establish(link, security(), { signal: interruption.signal }).catch((error: unknown) => error);
    await clock.advance(1000);
    interruption.abort(reason);
    expect(await ended).toBe(reason);
  });
});

describe('a task that does no harm when done twice', () => {
  test('is done again in a new session, where another client took the one before', async () => {
    const clock = manualClock();
    const transport = contended(() => false);
    const link = await RenewableSession.open(RenewableTransport.over(transport, clock), sec1Client({ pop }), {});
    let done = 0;
    const task = link.repeat(async () => {
      if (++done < 3) throw refused(true);
      return 'heard';
    }, {});
    expect(await clock.run(task)).toBe('heard');
    // A handshake for each.
    expect(transport.seen).toHaveLength(6);
  });

  test('ends where others go on taking the session', async () => {
    const clock = manualClock();
    const link = await RenewableSession.open(
      RenewableTransport.over(
        contended(() => false),
        clock,
      ),
      sec1Client({ pop }),
      {},
    );
    const task = link.repeat(() => Promise.reject(refused(true)), {});
    expect(await failureOf(clock.run(task))).toMatchObject({ code: 'session/replaced' });
    expect(clock.now()).toBeLessThanOrEqual(30_000);
  });
});
