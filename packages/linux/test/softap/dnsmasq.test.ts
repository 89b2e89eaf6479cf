import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decodeUtf8, silentLog } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canRun } from '../../../../test/setup/needs.ts';
import type { Programs } from '../../src/programs/programs.ts';
import { systemPrograms } from '../../src/programs/system-programs.ts';
import { startNameServer } from '../../src/softap/name-server.ts';

const canJudge = canRun(
  'command -v dnsmasq && unshare -n ip link set lo up',
  'The server of addresses is judged as root, with dnsmasq: apt-get install dnsmasq-base iproute2.',
);
const phone = fileURLToPath(new URL('../support/phone-in-network.mjs', import.meta.url));

describe.skipIf(!canJudge)('dnsmasq as a server of addresses and names', () => {
  const namespaces: ChildProcess[] = [];
  const inside = (index: number) => ['-t', String(namespaces[index]?.pid), '-n'];
  const run = (index: number, ...command: string[]) => execFileSync('nsenter', [...inside(index), ...command]);

  beforeAll(() => {
    // Two machines with a wire between them.
    for (let i = 0; i < 2; i++) namespaces.push(spawn('unshare', ['-n', 'sleep', '300']));
    for (const name of ['0', '1']) {
      execFileSync('sh', [
        '-c',
        `until nsenter ${inside(Number(name)).join(' ')} ip link set lo up; do sleep 0.1; done`,
      ]);
    }
    const peer = String(namespaces[1]?.pid);
    run(0, 'ip', 'link', 'add', 'wlan0', 'type', 'veth', 'peer', 'name', 'phone0', 'netns', peer);
    run(0, 'ip', 'addr', 'add', '192.168.4.1/24', 'dev', 'wlan0');
    run(0, 'ip', 'link', 'set', 'wlan0', 'up');
    run(1, 'ip', 'link', 'set', 'phone0', 'up');
  });

  afterAll(() => {
    for (const namespace of namespaces) namespace.kill('SIGKILL');
  });

  const programs = (): Programs => {
    const system = systemPrograms();
    return {
      run: (call) => system.run(call),
      guard: (call) =>
        system.guard({
          ...call,
          program: 'nsenter',
          arguments: [...inside(0), call.program, ...(call.arguments ?? [])],
        }),
    };
  };
  const where = { interfaceName: 'wlan0', address: '192.168.4.1/24', log: silentLog };

  it('gives a phone an address without a router, and is every name', async () => {
    await using server = await startNameServer({ ...where, programs: programs() });
    const names = [
      'connectivitycheck.gstatic.com:1',
      'captive.apple.com:1',
      'captive.apple.com:28',
      'captive.apple.com:65',
    ];
    const { stdout } = await systemPrograms().run({
      program: 'nsenter',
      arguments: [...inside(1), process.execPath, phone, 'phone0', ...names],
      timeoutMs: 40_000,
    });
    const { type, address, options, answers } = JSON.parse(decodeUtf8(stdout) ?? '');
    expect(type).toBe(5);
    expect(address).toMatch(/^192\.168\.4\.\d{1,3}$/);
    expect(options).toMatchObject({ 1: [255, 255, 255, 0], 6: [192, 168, 4, 1], 51: [0, 0, 14, 16] });
    expect(options[3]).toBeUndefined();
    const device = { code: 0, count: 1, address: '192.168.4.1' };
    // Nothing, and no refusal: for that a phone would give the server up.
    const nothing = { code: 0, count: 0 };
    expect(Object.values(answers)).toEqual([device, device, nothing, nothing]);
    expect(server.ended.aborted).toBe(false);
  });

  it('says why it does not start', async () => {
    await using _ = await startNameServer({ ...where, programs: programs() });
    const error = await failureOf(startNameServer({ ...where, programs: programs() }));
    expect(error.code).toBe('board/program-failed');
    expect(error.message).toMatch(/192\.168\.4\.1/);
  });

  it('tells that it was killed', async () => {
    const server = await startNameServer({ ...where, programs: programs() });
    process.kill(server.pid, 'SIGKILL');
    await expect.poll(() => server.ended.aborted).toBe(true);
    await server[Symbol.asyncDispose]();
  });
});
