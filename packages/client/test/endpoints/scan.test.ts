import { decodeVersionInfo, fromHex, toHex, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type ScanOptions, type Transport } from '../../src/index.ts';
import { plainDevice, scanAnswers } from '../support/plain-device.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `net ${i}`);
}

function isResultRequest(request: Uint8Array): boolean {
  return request[0] === 8 && request[1] === 4;
}

async function bench(scan: (request: Uint8Array) => Uint8Array, kind: Transport['kind'] = 'http') {
  const clock = manualClock();
  const transport = plainDevice({ scan });
  transport.kind = kind;
  const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
  const run = (options?: ScanOptions) => clock.run(provisioner.scan(options));
  const starts = () =>
    transport.seen
      .filter(({ endpoint, request }) => endpoint === 'prov-scan' && request[0] === 0x52)
      .map(({ request }) => toHex(request));
  return { clock, transport, run, starts };
}

describe('pages of results', () => {
  test.each([
    { kind: 'http', sizes: [16] },
    { kind: 'memory', sizes: [16] },
    { kind: 'ble', sizes: [4, 4, 4, 4] },
    { kind: 'console', sizes: [4, 4, 4, 4] },
  ] as const)('over $kind have the sizes $sizes', async ({ kind, sizes }) => {
    const { answer, pages } = scanAnswers(names(16));
    const { run } = await bench(answer, kind);
    expect(await run()).toHaveLength(16);
    expect(pages.map(({ count }) => count)).toEqual(sizes);
  });

  test.each([0, 1, 3, 4, 5, 8, 99, 100, 101, 255])('of %i networks never reach past the count', async (count) => {
    for (const kind of ['ble', 'http'] as const) {
      const { answer, pages } = scanAnswers(names(count));
      const { run } = await bench(answer, kind);
      const found = await run();
      expect(found.map(({ ssid }) => String.fromCharCode(...ssid))).toEqual(names(count));
      for (const page of pages) {
        expect(page.count).toBeGreaterThan(0);
        expect(page.startIndex + page.count).toBeLessThanOrEqual(count);
      }
    }
  });

  test('may be shorter than asked for, as long as they are not empty', async () => {
    const { answer, pages } = scanAnswers(names(6), { longestPage: 2 });
    const { run } = await bench(answer);
    expect(await run()).toHaveLength(6);
    expect(pages).toEqual([
      { startIndex: 0, count: 6 },
      { startIndex: 2, count: 4 },
      { startIndex: 4, count: 2 },
    ]);
  });

  test('that come empty before the count is reached end the scan with an error, not with a loop', async () => {
    const { answer, pages } = scanAnswers(names(3), { count: 5 });
    const { run } = await bench(answer, 'ble');
    expect((await failureOf(run())).code).toBe('message/unexpected');
    expect(pages.length).toBeLessThanOrEqual(3);
  });

  test('with more entries than asked for are refused', async () => {
    const { answer } = scanAnswers(names(1));
    const overfull = fromHex('08057a0c0a040a02616f0a040a026170');
    const { run } = await bench((request) => (isResultRequest(request) ? overfull : answer(request)));
    expect((await failureOf(run())).code).toBe('message/unexpected');
  });
});

describe('a name', () => {
  // In Latin-1, so that every character of a name is a byte; the empty one is of a hidden network.
  const bytes = ['caf\xe9', '\xff\xfe', '', 'caf\xc3\xa9', '\x00\x1b[2J'];

  test('comes as bytes, whatever they are', async () => {
    const { run } = await bench(scanAnswers(bytes).answer);
    expect((await run()).map(({ ssid }) => toHex(ssid))).toEqual(['636166e9', 'fffe', '', '636166c3a9', '001b5b324a']);
  });

  test('that is not UTF-8 goes back to the device byte by byte', async () => {
    const clock = manualClock();
    const transport = plainDevice({ scan: scanAnswers(bytes).answer });
    const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
    const [latin1, noise] = await clock.run(provisioner.scan());
    for (const network of [latin1, noise])
      if (network) await provisioner.setWifi({ ssid: network.ssid, passphrase: 'x' });
    expect(transport.seen.slice(-2).map(({ request }) => toHex(request))).toEqual([
      '080262090a04636166e9120178',
      '080262070a02fffe120178',
    ]);
  });
});

describe('a scan', () => {
  test('of an absurd number of results is refused before any page is asked for', async () => {
    const { answer, pages } = scanAnswers([], { count: 256 });
    const { run } = await bench(answer);
    expect((await failureOf(run())).code).toBe('message/unexpected');
    expect(pages).toEqual([]);
  });

  test('does not block, is active, and takes all channels at once, unless told otherwise', async () => {
    const http = await bench(scanAnswers([]).answer, 'http');
    await http.run();
    expect(http.starts()).toEqual(['52022078']);
    const ble = await bench(scanAnswers([]).answer, 'ble');
    await ble.run();
    expect(ble.starts()).toEqual(['52022078']);
    const other = await bench(scanAnswers([]).answer, 'http');
    await other.run({ blocking: true, passive: true, groupChannels: 3, periodMs: 200 });
    expect(other.starts()).toEqual(['520908011001180320c801']);
  });

  test('that does not block asks again and again until the device is done, and no page before', async () => {
    const { answer, pages } = scanAnswers(names(2), { unfinished: 7 });
    const { run, clock } = await bench((request) => {
      if (isResultRequest(request)) expect(clock.now()).toBe(7 * 250);
      return answer(request);
    });
    expect(await run({ blocking: false })).toHaveLength(2);
    expect(pages).toHaveLength(1);
  });

  test('that never ends can be aborted', async () => {
    const { answer } = scanAnswers([], { unfinished: 1e9 });
    const { run, clock } = await bench(answer);
    const caller = new AbortController();
    const reason = new Error('enough');
    clock.sleep(9999).then(
      () => caller.abort(reason),
      () => undefined,
    );
    await expect(run({ blocking: false, signal: caller.signal })).rejects.toBe(reason);
  });

  test('that never ends is given up after half a minute', async () => {
    const { answer } = scanAnswers([], { unfinished: 1e9 });
    const { run, clock } = await bench(answer);
    expect((await failureOf(run({ blocking: false }))).code).toBe('device/scan-endless');
    expect(clock.now()).toBe(30_000);
  });

  test('whose results come ever so slowly ends at a limit for all of them', async () => {
    const { answer } = scanAnswers(names(255), { longestPage: 1 });
    const { run, clock, transport } = await bench(answer);
    transport.interpose((exchange) => async (endpoint, request, options) => {
      if (endpoint === 'prov-scan' && isResultRequest(request)) await clock.sleep(2000, options);
      return await exchange(endpoint, request, options);
    });
    expect(await failureOf(run())).toMatchObject({ code: 'device/scan-endless', details: { timeoutMs: 60_000 } });
    expect(clock.now()).toBe(60_000);
  });

  test('of a device that is silent ends at the limit that it was given', async () => {
    const { answer } = scanAnswers(names(2));
    const { run, clock, transport } = await bench(answer);
    transport.interpose((exchange) => async (endpoint, request, options) => {
      await clock.sleep(60_000, options);
      return await exchange(endpoint, request, options);
    });
    expect((await failureOf(run({ timeoutMs: 7000 }))).code).toBe('device/scan-endless');
    expect(clock.now()).toBe(7000);
  });

  test('that only a draft of the protocol can answer is named as that', async () => {
    const draft = decodeVersionInfo(utf8('{"prov":{"ver":"netprov-v1.2","sec_ver":0,"cap":["wifi_scan"]}}'));
    const transport = plainDevice({ scan: () => fromHex('ff') });
    const provisioner = await Provisioner.connect(transport, {
      info: draft,
      allowUnproven: true,
      clock: manualClock(),
    });
    const refused = await failureOf(provisioner.scan());
    expect(refused).toMatchObject({ code: 'version/draft-unsupported', cause: { code: 'message/malformed' } });
  });

  test('that the device refuses ends with its status', async () => {
    const { run } = await bench(() => fromHex('080110055a00'));
    expect(await failureOf(run())).toMatchObject({ code: 'device/status', details: { status: 5 } });
  });

  test.each(['ff', '08015a', '08036a00'])('that is answered with the bytes %s is refused', async (bytes) => {
    const { run } = await bench(() => fromHex(bytes));
    expect((await failureOf(run())).code).toMatch(/^message\//);
  });

  test('is not asked of a device that does not offer it', async () => {
    const transport = plainDevice();
    const bare = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec"]}}'));
    const provisioner = await Provisioner.connect(transport, { info: bare, allowUnproven: true, clock: manualClock() });
    expect((await failureOf(provisioner.scan())).code).toBe('version/feature-missing');
    expect(transport.seen).toHaveLength(1);
  });
});
