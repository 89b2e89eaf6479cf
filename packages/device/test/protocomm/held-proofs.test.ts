import { type Bytes, builtInEndpoints, fromHex, sec1Client, sec1Device, toHex, utf8 } from '@esp-prov/protocol';
import { manualClock, memoryConsole, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { bleDeviceTransport, ConsoleDeviceTransport, guessingBrake, HttpService, Protocomm } from '../../src/index.ts';

const wrong = sec1Client({ pop: 'a guess' });

/** Returns a dispatcher whose brake is on. */
function braked() {
  const clock = manualClock();
  let judged = 0;
  const brake = guessingBrake(clock);
  const requests = new Protocomm({
    security: sec1Device({ pop: 'abcd1234' }),
    brake,
    onSecurityEvent: () => judged++,
  });
  requests.add('proto-ver', () => utf8('v1.1'), 'version');
  requests.addSecurity('prov-session');
  for (let i = 0; i < 7; i++) brake.wrong();
  const service = { name: 'PROV_TEST', endpoints: builtInEndpoints };
  return { clock, requests, service, judged: () => judged };
}

describe('a proof that the brake holds back', () => {
  test('goes with the link of a Bluetooth central, and the next central is served at once', async () => {
    const { clock, requests, service, judged } = braked();
    const radio = memoryRadio({ clock });
    const transport = bleDeviceTransport(radio.peripheral, { clock });
    await transport.start(service, requests);
    const connect = async () => {
      for await (const { id } of radio.central.scan({})) return await radio.central.connect(id);
      throw new Error('nobody is there');
    };
    const write = async (link: Awaited<ReturnType<typeof connect>>, digits: string, value: Bytes) => {
      const found = link.services[0]?.characteristics.find(({ uuid }) => uuid.slice(4, 8) === digits);
      if (!found) throw new Error(`no characteristic ${digits}`);
      await found.write(value);
      return await found.read();
    };
    for (let i = 0; i < 5; i++) {
      const link = await clock.run(connect());
      const handshake = wrong.handshake();
      const keys = await clock.run(write(link, 'ff51', handshake.next().value as Bytes));
      const held = write(link, 'ff51', handshake.next(keys).value as Bytes).catch(() => 'refused');
      await clock.advance(1000);
      await clock.run(Promise.resolve(link[Symbol.asyncDispose]()));
      expect(await clock.run(held)).toBe('refused');
      const owner = await clock.run(connect());
      const began = clock.now();
      expect(await clock.run(write(owner, 'ff53', utf8('---')))).toEqual(utf8('v1.1'));
      expect(clock.now() - began).toBeLessThan(1000);
      await clock.run(Promise.resolve(owner[Symbol.asyncDispose]()));
    }
    await clock.advance(60_000);
    expect(judged()).toBe(0);
  });

  test('goes with the next line on a console, which is answered at once, however many were typed', async () => {
    const { clock, requests, service, judged } = braked();
    const line = memoryConsole();
    const transport = new ConsoleDeviceTransport(line.device);
    await transport.start(service, requests);
    const type = async (text: string) => {
      const told = line.printed.length;
      await line.client.write(text);
      await clock.advance(0);
      return line.printed.slice(told);
    };
    const handshake = wrong.handshake();
    const answer = await type(`prov-session 7 ${toHex(handshake.next().value as Bytes)}\r`);
    const keys = fromHex(/\r\n\r\n([0-9a-f]+)/.exec(answer)?.[1] ?? '');
    const proof = toHex(handshake.next(keys).value as Bytes);
    await type(`prov-session 7 ${proof}\r`.repeat(100));
    expect(await type('proto-ver 8 2d\r')).toContain(toHex(utf8('v1.1')));
    expect(clock.now()).toBe(0);
    await clock.advance(60_000);
    expect(judged()).toBe(0);
  });

  test('goes with the end of a serial line', async () => {
    const { clock, requests, service, judged } = braked();
    const line = memoryConsole();
    let unplugged = false;
    const transport = new ConsoleDeviceTransport(line.device, {
      onUnplugged: () => {
        unplugged = true;
      },
    });
    await transport.start(service, requests);
    await line.client.write(`prov-session 7 ${toHex(proofMessage())}\r`);
    line.unplug();
    await clock.advance(0);
    expect(unplugged).toBe(true);
    expect(judged()).toBe(0);
  });

  test('goes with the HTTP connection that it came over', async () => {
    const { clock, requests, judged } = braked();
    const service = new HttpService({ requests, endpoints: ['prov-session', 'proto-ver'] });
    const gone = new AbortController();
    const post = (path: string, body: Bytes, connection: number, signal?: AbortSignal) =>
      service.handle({ method: 'POST', path, connection, cookie: undefined, contentLength: body.length, body, signal });
    await post('/prov-session', wrong.handshake().next().value as Bytes, 1);
    const held = post('/prov-session', proofMessage(), 1, gone.signal);
    await clock.advance(1000);
    gone.abort();
    expect(await held).toBe('drop');
    expect(clock.now()).toBe(1000);
    await clock.advance(60_000);
    expect(judged()).toBe(0);
  });
});

/** Returns a proof that is right for no session. */
function proofMessage(): Bytes {
  return fromHex(`10015a270802b201221220${'00'.repeat(32)}`);
}
