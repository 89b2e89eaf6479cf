import { type Random, utf8 } from '@esp-prov/protocol';
import { failureOf, type ManualClock, type MemoryConsole, manualClock, memoryConsole } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ConsoleTransportOptions, consoleTransport, Provisioner, type Transport } from '../../src/index.ts';

/** Numbers that begin with 1 and count up. */
function counting(): Random {
  let drawn = 0;
  return () => Uint8Array.of(0, drawn++);
}

interface Bench {
  readonly transport: Transport;
  readonly line: MemoryConsole;
  readonly clock: ManualClock;
  /** Every line that was sent, without its end. */
  readonly sent: string[];
}

/** A transport whose device answers each line as `reply` says; undefined: not at all. */
function bench(reply: (line: string) => string | undefined, options: ConsoleTransportOptions = {}): Bench {
  const line = memoryConsole();
  const clock = manualClock();
  const sent: string[] = [];
  const listen = async () => {
    for (let typed = ''; ; ) {
      const piece = await line.device.read({ signal: new AbortController().signal });
      if (piece === undefined) return;
      typed += piece;
      for (let end = typed.indexOf('\r'); end >= 0; end = typed.indexOf('\r')) {
        const command = typed.slice(0, end);
        typed = typed.slice(end + 1);
        sent.push(command);
        const printed = reply(command);
        if (printed !== undefined) line.device.write(printed);
      }
    }
  };
  listen().catch(() => undefined);
  const transport = consoleTransport(line.client, { clock, random: counting(), ...options });
  return { transport, line, clock, sent };
}

const isWord = (line: string) => line.startsWith('sync-');
const prompted = (line: string, answer = '') => `${line}\r\n${answer}\n>> `;

describe('a transport over a console', () => {
  test('finds the prompt first, then sends the command, and asks for the prompt no more', async () => {
    const { transport, sent } = bench((line) => prompted(line, isWord(line) ? '' : '\r\ncafe\r\n'));
    expect(await transport.exchange('proto-ver', utf8('---'))).toEqual(Uint8Array.of(0xca, 0xfe));
    expect(await transport.exchange('prov-config', Uint8Array.of(0x52, 0))).toEqual(Uint8Array.of(0xca, 0xfe));
    expect(sent).toEqual(['sync-2', 'proto-ver 1 2d2d2d', 'prov-config 1 5200']);
  });

  test('draws the number of its session, unless it is given', async () => {
    const { transport, sent } = bench((line) => prompted(line, '\r\n00\r\n'), { session: 0 });
    await transport.exchange('proto-ver', utf8('a'));
    expect(sent.at(-1)).toBe('proto-ver 0 61');
  });

  test('draws numbers of one to four digits', () => {
    for (const bytes of [Uint8Array.of(0, 0), Uint8Array.of(0xff, 0xff), Uint8Array.of(0x27, 0x0e)]) {
      const { maxRequest } = consoleTransport(memoryConsole().client, { random: () => bytes });
      expect([117, 118, 119]).toContain(maxRequest);
    }
  });

  test('takes the prompt without an answer for a refusal, and goes on', async () => {
    const { transport, sent } = bench((line) => prompted(line, line.endsWith('00') ? '\r\n01\r\n' : ''));
    expect((await failureOf(transport.exchange('prov-config', Uint8Array.of(1)))).code).toBe('endpoint/refused');
    expect(await transport.exchange('prov-config', Uint8Array.of(0))).toEqual(Uint8Array.of(1));
    expect(sent.filter(isWord)).toHaveLength(1);
  });

  test('gives up after the time that is set when neither answer nor prompt comes, and looks for the prompt again', async () => {
    let silent = true;
    const { transport, clock, sent } = bench(
      (line) => (isWord(line) || !silent ? prompted(line, isWord(line) ? '' : '\r\n01\r\n') : `${line}\r\n`),
      { timeoutMs: 5000 },
    );
    const error = await failureOf(clock.run(transport.exchange('prov-config', Uint8Array.of(1))));
    expect(error.code).toBe('link/timeout');
    expect(error.details).toEqual({ endpoint: 'prov-config', timeoutMs: 5000 });
    expect(clock.now()).toBe(5000);
    silent = false;
    await transport.exchange('prov-config', Uint8Array.of(2));
    expect(sent).toEqual(['sync-2', 'prov-config 1 01', 'sync-3', 'prov-config 1 02']);
  });

  test('does not take a late answer for the answer to the next request', async () => {
    let first = true;
    const { transport, clock, line } = bench(
      (typed) => {
        if (isWord(typed)) return prompted(typed);
        if (!first) return prompted(typed, '\r\n02\r\n');
        first = false;
        return `${typed}\r\n`;
      },
      { timeoutMs: 5000 },
    );
    await failureOf(clock.run(transport.exchange('prov-config', Uint8Array.of(1))));
    line.device.write('\r\n01\r\n\n>> ');
    expect(await transport.exchange('prov-config', Uint8Array.of(1))).toEqual(Uint8Array.of(2));
  });

  test('asks a board that is starting for its prompt every second', async () => {
    const { transport, clock, sent } = bench((line) => {
      if (sent.length < 4) return 'I (31) boot: 2nd stage bootloader\r\n';
      return prompted(line, isWord(line) ? '' : '\r\n01\r\n');
    });
    await clock.run(transport.exchange('proto-ver', utf8('a')));
    expect(clock.now()).toBe(3000);
    expect(sent).toEqual(['sync-2', 'sync-3', 'sync-4', 'sync-5', 'proto-ver 1 61']);
  });

  test('says whether nothing comes at all or no prompt', async () => {
    const dead = bench(() => undefined);
    const error = await failureOf(dead.clock.run(dead.transport.exchange('proto-ver', utf8('a'))));
    expect(error.code).toBe('link/unreachable');
    expect(dead.clock.now()).toBe(10_000);
    const chatty = bench(() => 'I (1) app: Hello World!\r\n');
    const other = await failureOf(chatty.clock.run(chatty.transport.exchange('proto-ver', utf8('a'))));
    expect(other.code).toBe('link/protocol');
  });

  test('notices that the device restarts in the middle of a command', async () => {
    const { transport } = bench((line) => (isWord(line) ? prompted(line) : `${line}\r\nrst:0x1 (POWERON_RESET)\r\n`));
    const error = await failureOf(transport.exchange('prov-config', Uint8Array.of(1)));
    expect(error.code).toBe('link/lost');
  });

  test('notices that the cable is pulled', async () => {
    const { transport, line } = bench(() => {
      line.unplug();
      return undefined;
    });
    expect((await failureOf(transport.exchange('prov-config', Uint8Array.of(1)))).code).toBe('link/lost');
  });

  test.each([
    ['prov-session', 119],
    ['prov-config', 120],
    ['my-own-endpoint', 118],
  ])('sends to %s up to %i bytes, a line of at most 255 characters', async (endpoint, room) => {
    const { transport, sent } = bench((line) => prompted(line, isWord(line) ? '' : '\r\n01\r\n'), { session: 0 });
    await transport.exchange(endpoint, new Uint8Array(room));
    // With its CR.
    expect((sent.at(-1)?.length ?? 0) + 1).toBeLessThanOrEqual(255);
    expect((sent.at(-1)?.length ?? 0) + 3).toBeGreaterThan(255);
    for (const length of [0, room + 1]) {
      const error = await failureOf(transport.exchange(endpoint, new Uint8Array(length)));
      expect(error.code).toBe('endpoint/request-size');
      expect(error.details['maxRequest']).toBe(room);
    }
  });

  test.each(['two words', 'line\rbreak', 'tab\t', 'quo"te', 'back\\slash', ''])('has no endpoint %j', async (name) => {
    const { transport, sent } = bench((line) => prompted(line));
    expect((await failureOf(transport.exchange(name, Uint8Array.of(1)))).code).toBe('endpoint/not-found');
    expect(sent).toEqual([]);
  });

  test('ends with the reason of an abort, and looks for the prompt again', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    let scan = false;
    const { transport, sent } = bench((line) => {
      if (isWord(line)) return prompted(line);
      if (scan) return prompted(line, '\r\n01\r\n');
      scan = true;
      caller.abort(reason);
      return undefined;
    });
    const request = transport.exchange('prov-scan', Uint8Array.of(1), { signal: caller.signal });
    await expect(request).rejects.toBe(reason);
    await transport.exchange('prov-scan', Uint8Array.of(1));
    expect(sent.filter(isWord)).toHaveLength(2);
  });

  test('names security 2 as too long for a line before anybody is asked for a secret', async () => {
    const version = utf8('{"prov":{"ver":"v1.1","sec_ver":2,"sec_patch_ver":1,"cap":["wifi_scan"]}}');
    const hex = [...version].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const { transport, sent } = bench((line) => prompted(line, isWord(line) ? '' : `\r\n${hex}\r\n`));
    const password = () => {
      throw new Error('it was asked for');
    };
    const error = await failureOf(Provisioner.connect(transport, { username: 'wifiprov', password }));
    expect(error.code).toBe('endpoint/request-size');
    expect(error.message).toMatch(/^security 2 does not fit: .*SoftAP or Bluetooth$/);
    expect(sent.at(-1)).toMatch(/^proto-ver /);
  });
});
