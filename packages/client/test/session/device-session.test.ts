import { type ErrorDetails, ProvisioningError, sec1Device, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock, type RadioFault } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { DeviceSession, type Transport, wrapTransport } from '../../src/index.ts';
import { ChangingDevice } from '../support/changing-device.ts';
import { ScriptedTransport } from '../support/scripted-transport.ts';

const pop = 'abcd1234';

/** How one request to the custom endpoint fails. */
interface Loss {
  readonly when: 'before' | 'after';
  readonly details?: ErrorDetails;
}

/** A device that answers backwards; `losses` says which of its custom requests, counted from 1, lose their link. */
function bench(losses: Readonly<Record<number, Loss>>) {
  const clock = manualClock();
  const secret = sec1Device({ pop });
  const heard: string[] = [];
  let handshake = secret.accept();
  let isAway = false;
  let dropsHandshakes = false;
  let isDead = false;
  let opened = 0;
  let handshakes = 0;
  let requests = 0;
  const device = ({ endpoint, request }: { endpoint: string; request: Uint8Array }) => {
    if (endpoint === 'proto-ver') return utf8('{"prov":{"ver":"v1.1","cap":["wifi_scan"]}}');
    if (endpoint === 'prov-session') {
      if (handshake.channel) handshake = secret.accept();
      const answer = handshake.respond(request);
      if (handshake.channel) handshakes++;
      return answer;
    }
    const channel = handshake.channel;
    if (!channel) throw new ProvisioningError('endpoint/refused');
    const plain = channel.open(request);
    heard.push(new TextDecoder().decode(plain));
    if (heard.at(-1) === 'no') throw new ProvisioningError('endpoint/refused');
    return channel.seal(plain.toReversed());
  };
  const open = async (): Promise<Transport> => {
    if (isAway) throw new ProvisioningError('link/unreachable');
    opened++;
    isDead = false;
    const gone = new AbortController();
    const far = new ScriptedTransport(device);
    return wrapTransport(far, async (endpoint, request, options) => {
      const loss = endpoint === 'custom' ? losses[++requests] : undefined;
      if (loss?.when === 'before') {
        gone.abort();
        throw new ProvisioningError('link/lost', undefined, { details: loss.details ?? {} });
      }
      if (isDead) {
        gone.abort();
        throw new ProvisioningError('link/lost');
      }
      if (dropsHandshakes && endpoint === 'prov-session') throw new ProvisioningError('link/lost');
      const answer = await far.exchange(endpoint, request, options);
      if (loss) throw new ProvisioningError('link/lost');
      return answer;
    });
  };
  return {
    clock,
    heard,
    connect: (source: Transport | typeof open = open) => clock.run(DeviceSession.connect(source, { pop, clock })),
    say: (session: DeviceSession, text: string) =>
      clock.run(session.request('custom', utf8(text)).then((answer) => new TextDecoder().decode(answer))),
    open,
    set away(value: boolean) {
      isAway = value;
    },
    /** Whether the link has died without a word. */
    set dead(value: boolean) {
      isDead = value;
    },
    set dropping(value: boolean) {
      dropsHandshakes = value;
    },
    get opened() {
      return opened;
    },
    get handshakes() {
      return handshakes;
    },
  };
}

describe('a session of one’s own', () => {
  test('knows the device and answers', async () => {
    const b = bench({});
    const session = await b.connect();
    expect(session).toMatchObject({ securityVersion: 1, info: { capabilities: ['wifi_scan'] } });
    expect(await b.say(session, 'abc')).toBe('cba');
    await session[Symbol.asyncDispose]();
  });

  test('goes on over a new link with new keys after a loss, and says of which request the outcome is unknown', async () => {
    const b = bench({ 2: { when: 'after' } });
    const session = await b.connect();
    expect(await b.say(session, '1a')).toBe('a1');
    const error = await failureOf(b.say(session, '2a'));
    expect(error).toMatchObject({
      code: 'endpoint/outcome-unknown',
      details: { endpoint: 'custom' },
      cause: { code: 'link/lost' },
    });
    expect(await b.say(session, '3a')).toBe('a3');
    expect(b.heard).toEqual(['1a', '2a', '3a']);
    expect([b.opened, b.handshakes]).toEqual([2, 2]);
  });

  test('knows that a request was not sent whose new handshake lost the link', async () => {
    const b = bench({ 1: { when: 'after' } });
    const session = await b.connect();
    await failureOf(b.say(session, '1a'));
    b.dropping = true;
    expect(await failureOf(b.say(session, '2a'))).toMatchObject({ code: 'link/lost', details: { sent: false } });
    b.dropping = false;
    expect(await b.say(session, '3a')).toBe('a3');
    expect(b.heard).toEqual(['1a', '3a']);
  });

  test('repeats a request that was certainly not sent', async () => {
    const b = bench({ 1: { when: 'before', details: { sent: false } } });
    const session = await b.connect();
    expect(await b.say(session, '1a')).toBe('a1');
    expect(b.heard).toEqual(['1a']);
  });

  test('loses no message and doubles none in an hour with 50 losses, each time with new keys', async () => {
    const losses: Record<number, Loss> = {};
    // Every seventh request is lost; a request that is repeated counts twice.
    for (let i = 1; i <= 50; i++) losses[i * 7] = { when: 'before', details: { sent: false } };
    const b = bench(losses);
    const session = await b.connect();
    const said: string[] = [];
    for (let minute = 0; b.clock.now() < 3_600_000; minute++) {
      const text = `${minute}`.padStart(4, '0');
      said.push(text);
      expect(await b.say(session, text)).toBe([...text].reverse().join(''));
      await b.clock.run(b.clock.sleep(10_000));
    }
    expect(said.length).toBeGreaterThan(300);
    expect(b.heard).toEqual(said);
    expect([b.opened, b.handshakes]).toEqual([51, 51]);
  });

  test('loses no message and doubles none in an hour with 50 losses over Bluetooth, whose endpoints change between links', async () => {
    const device = new ChangingDevice({ tellsChanges: false });
    const { clock, radio } = device;
    const tables = [
      ['lamp', 'door'],
      ['door', 'lamp'],
      ['bell', 'lamp', 'door'],
    ];
    await device.start(...(tables[0] as string[]));
    const session = await device.connect();
    const said: string[] = [];
    const perLoss = Math.floor(3_600_000 / 10_000 / 51);
    let losses = 0;
    for (let number = 1; clock.now() < 3_600_000; number++) {
      if (number % perLoss === 0 && losses < 50) {
        losses++;
        // The link ends in silence, between two requests; what the device has then is another table.
        radio.drop();
        await device.change(...(tables[losses % tables.length] as string[]));
      }
      const endpoint = number % 2 === 0 ? 'lamp' : 'door';
      const text = `${number}`.padStart(4, '0');
      said.push(`${endpoint} ${text}`);
      expect(await device.say(session, endpoint, text)).toBe(`${endpoint} ${[...text].reverse().join('')}`);
      await clock.run(clock.sleep(10_000));
    }
    expect(losses).toBe(50);
    expect(said.length).toBeGreaterThan(300);
    expect(device.heard).toEqual(said);
    expect(device.links).toBe(51);
    // Every handshake has a key that none before it had.
    expect(device.keys).toHaveLength(51);
    expect(new Set(device.keys).size).toBe(51);
  });

  test('says of each message that was under way at a loss that it may have arrived, and doubles none of them', async () => {
    const device = new ChangingDevice();
    await device.start('lamp');
    const session = await device.connect();
    const written: string[] = [];
    const unknown: string[] = [];
    let fault: RadioFault | undefined;
    device.radio.air.fault = ({ kind }) => {
      if (kind !== 'write' || !fault) return undefined;
      const now = fault;
      fault = undefined;
      return now;
    };
    for (let number = 0; number < 50; number++) {
      const text = `${number}`;
      fault = number % 2 === 0 ? 'drop-after' : 'drop-before';
      const error = await failureOf(device.say(session, 'lamp', text));
      expect(error.code).toBe('endpoint/outcome-unknown');
      unknown.push(text);
      if (number % 2 === 0) written.push(`lamp ${text}`);
      expect(await device.say(session, 'lamp', `${number} again`)).toBe(`lamp niaga ${[...text].reverse().join('')}`);
      written.push(`lamp ${number} again`);
    }
    expect(device.heard).toEqual(written);
    expect(unknown).toHaveLength(50);
    expect(new Set(device.keys).size).toBe(51);
  });

  test('outlives a device that is away for a while', async () => {
    const b = bench({ 1: { when: 'after' } });
    const session = await b.connect();
    await failureOf(b.say(session, '1a'));
    b.away = true;
    for (let i = 0; i < 3; i++) {
      const error = await failureOf(b.say(session, '2a'));
      expect(error).toMatchObject({ code: 'link/lost', details: { sent: false } });
    }
    b.away = false;
    expect(await b.say(session, '3a')).toBe('a3');
    expect(b.heard).toEqual(['1a', '3a']);
  });

  test('outlives a request that the device refuses, and those that waited behind it', async () => {
    const b = bench({});
    const session = await b.connect();
    const refused = failureOf(b.say(session, 'no'));
    const answers = ['1a', '2a', '3a'].map((text) => b.say(session, text));
    expect((await refused).code).toBe('endpoint/refused');
    expect(await Promise.all(answers)).toEqual(['a1', 'a2', 'a3']);
    expect(await b.say(session, '4a')).toBe('a4');
    expect(b.heard).toEqual(['no', '1a', '2a', '3a', '4a']);
    expect([b.opened, b.handshakes]).toEqual([1, 2]);
  });

  test('is kept alive by the version, which costs no key and finds a link that is lost', async () => {
    const b = bench({ 1: { when: 'after' } });
    const session = await b.connect();
    await b.clock.run(session.refresh());
    expect([b.opened, b.handshakes]).toEqual([1, 1]);
    await failureOf(b.say(session, '1a'));
    b.dead = true;
    expect(await b.clock.run(session.refresh())).toMatchObject({ version: 'v1.1' });
    expect([b.opened, b.handshakes]).toEqual([2, 2]);
    expect(await b.say(session, '2a')).toBe('a2');
    expect([b.opened, b.handshakes]).toEqual([2, 2]);
    b.away = true;
    b.dead = true;
    expect((await failureOf(b.clock.run(session.refresh()))).code).toBe('link/lost');
    b.away = false;
    expect(await b.say(session, '3a')).toBe('a3');
    expect(b.heard).toEqual(['1a', '2a', '3a']);
  });

  test('over HTTP, where each exchange has a connection of its own, goes on over the transport of the caller', async () => {
    const b = bench({ 2: { when: 'after' } });
    const session = await b.connect(Object.assign(await b.open(), { kind: 'http' as const }));
    expect(await b.say(session, '1a')).toBe('a1');
    expect((await failureOf(b.say(session, '2a'))).code).toBe('endpoint/outcome-unknown');
    expect(await b.say(session, '3a')).toBe('a3');
    expect(b.heard).toEqual(['1a', '2a', '3a']);
    expect([b.opened, b.handshakes]).toEqual([1, 2]);
    b.dropping = true;
    b.dead = true;
    const opened = await failureOf(b.say(session, '4a'));
    expect(opened.code).toBe('endpoint/outcome-unknown');
    expect(await failureOf(b.say(session, '5a'))).toMatchObject({ code: 'link/lost', details: { sent: false } });
  });

  test('over a transport of the caller ends with its link', async () => {
    const b = bench({ 1: { when: 'after' } });
    const session = await b.connect(await b.open());
    expect((await failureOf(b.say(session, '1a'))).code).toBe('endpoint/outcome-unknown');
    expect(await failureOf(b.say(session, '2a'))).toMatchObject({ code: 'link/lost', details: { sent: false } });
    expect(b.heard).toEqual(['1a']);
  });
});
