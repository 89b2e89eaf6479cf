import { type ErrorCode, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from './support/device.ts';
import { expectFailure } from './support/expect-failure.ts';
import { type Fault, startFaultProxy } from './support/fault-proxy.ts';
import { type Ended, run, testTimeoutMs } from './support/program.ts';
import { secrets } from './support/secrets.ts';

/** What a client ends with when an exchange of a provisioning goes wrong; exchanges are numbered as in the proxy. */
interface Expected {
  readonly exitCode: number;
  readonly code: ErrorCode;
  /** Exchanges behind the first one that goes wrong; default 0. */
  readonly more?: number;
  /** Whether those go wrong as well. */
  readonly lasting?: boolean;
}

const noise = new Uint8Array(80).map((_, i) => (i * 151 + 200) & 0xff);
const answer = (status: number, body: Uint8Array): Fault => ({ kind: 'answer', status, body });
const unknown: Expected = { exitCode: 3, code: 'wifi/outcome-unknown' };
const four = (expected: Expected): Expected[] => [expected, expected, expected, expected];

/** For every kind of fault what becomes of it at proto-ver, at both halves of the handshake, at Set, and at Apply. */
const faults: readonly { readonly name: string; readonly fault: Fault; readonly expected: readonly Expected[] }[] = [
  {
    name: 'a closed connection, while the device goes on listening,',
    fault: { kind: 'cut' },
    // Once it would be another client that came in between; a question for the version tells where there is a session.
    expected: [
      { exitCode: 8, code: 'endpoint/refused', more: 2, lasting: true },
      { exitCode: 6, code: 'session/scheme-mismatch', more: 5, lasting: true },
      { exitCode: 6, code: 'session/proof-mismatch', more: 1 },
      { exitCode: 8, code: 'endpoint/refused', more: 1 },
      { ...unknown, more: 1 },
    ],
  },
  {
    name: 'something that is not HTTP',
    fault: { kind: 'noise' },
    expected: four({ exitCode: 5, code: 'link/protocol' }),
  },
  {
    name: 'HTTP status 404',
    fault: answer(404, utf8('Nothing matches the given URI')),
    // Without proto-ver it is no device; later the endpoint alone is missing.
    expected: [{ exitCode: 5, code: 'link/protocol' }, ...four({ exitCode: 5, code: 'endpoint/not-found' }).slice(1)],
  },
  {
    name: 'HTTP status 500',
    fault: answer(500, utf8('oops')),
    expected: four({ exitCode: 5, code: 'link/protocol' }),
  },
  {
    name: 'bytes that are no message',
    fault: answer(200, noise),
    expected: [
      { exitCode: 5, code: 'version/unreadable' },
      ...four({ exitCode: 7, code: 'message/malformed' }).slice(1),
    ],
  },
  {
    name: 'no bytes at all',
    fault: answer(200, new Uint8Array(0)),
    expected: [
      { exitCode: 5, code: 'version/unreadable' },
      { exitCode: 6, code: 'session/scheme-mismatch' },
      { exitCode: 6, code: 'session/scheme-mismatch' },
      { exitCode: 7, code: 'message/unexpected' },
    ],
  },
];

const named = faults.map((item) => [item.name, item] as const);

/** Opened with the session's key, noise may look like a message by chance, though never like the expected one. */
function expectEnd(ended: Ended, { exitCode, code }: Expected): void {
  const chance = code === 'message/malformed' && ended.stderr.includes('(message/unexpected)');
  expectFailure(ended, exitCode, chance ? 'message/unexpected' : code);
}

describe.concurrent('instead of an answer,', { timeout: testTimeoutMs }, () => {
  test.each(named)('%s ends a provisioning with the reason, and the device stays usable', async (_name, item) => {
    await using device = await startDevice();
    // An Apply that was not answered may have been carried out.
    for (const [at, expected] of [...item.expected, unknown].slice(0, 5).entries()) {
      const { more = 0, lasting = false } = expected;
      await using proxy = await startFaultProxy(device.address, { at, fault: item.fault, lasting });
      expectEnd(await run(credentials(proxy.address)), expected);
      expect(proxy.asked).toHaveLength(at + 1 + more);
    }
    expect((await run(credentials(device.address))).code).toBe(0);
  });

  test.each(named)('%s to one status request is passed over, in a new session', async (_name, { fault }) => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 5, fault });
    const ended = await run(credentials(proxy.address));
    expect(ended.stdout).toContain('192.168.43.220');
    expect(ended.code).toBe(0);
  });

  test('garbage from Apply on for ever leaves an unknown outcome', async () => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 5, fault: answer(200, noise), lasting: true });
    expectFailure(await run(credentials(proxy.address)), 3, 'wifi/outcome-unknown');
  });

  test('garbage ends a scan with the reason', async () => {
    await using device = await startDevice();
    for (const at of [3, 4, 5]) {
      await using proxy = await startFaultProxy(device.address, { at, fault: answer(200, noise) });
      const ended = await run(['scan', '--service_name', proxy.address, '--pop', secrets.pop]);
      expectEnd(ended, { exitCode: 7, code: 'message/malformed' });
      expect(ended.stdout).toBe('');
    }
  });

  test('what would command a terminal is not printed as it is', async () => {
    await using device = await startDevice();
    const prov = { ver: 'v1.1\u001b[2J', sec_ver: 1, cap: ['\u001b]0;title\u0007', '\u009b1m'] };
    const version = answer(200, utf8(JSON.stringify({ prov, app: { ver: '\r\u001b[1A', cap: [] } })));
    const ask = async (...args: string[]) => {
      await using proxy = await startFaultProxy(device.address, { at: 0, fault: version });
      return await run([...args, '--service_name', proxy.address, '--pop', secrets.pop]);
    };
    const info = await ask('info');
    expect(info.stdout).toContain('v1.1\u{fffd}[2J');
    const refused = await ask('scan', '--proto_ver', 'v9');
    expect(refused.stderr).toContain('v1.1\u{fffd}[2J');
    for (const { stdout, stderr } of [info, refused]) expect(stdout + stderr).not.toMatch(/(?![\n\t])\p{Cc}/u);
  });

  test('the page of some other web server is not taken for a device', async () => {
    await using device = await startDevice();
    const page = utf8('<!doctype html><title>Router</title><p>Please sign in.</p>');
    await using proxy = await startFaultProxy(device.address, { at: 0, fault: answer(200, page) });
    expectFailure(await run(['info', '--service_name', proxy.address]), 5, 'link/protocol', /A web page answers/);
  });
});
