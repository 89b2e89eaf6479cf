import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LinuxDeviceEvent } from '../../src/device/linux-device.ts';
import { EventHook } from '../../src/hooks/event-hook.ts';
import { systemPrograms } from '../../src/programs/system-programs.ts';
import { FakePrograms } from '../support/fake-programs.ts';

const ready: LinuxDeviceEvent = { kind: 'ready', name: 'PROV_261FCC', provisioned: false };
const received = (ssid: Uint8Array): LinuxDeviceEvent => ({
  kind: 'manager',
  event: {
    kind: 'credentials-received',
    credentials: {
      ssid: Uint8Array.from(ssid),
      passphrase: utf8('top secret'),
      bssid: Uint8Array.of(2, 0, 0, 0, 0, 9),
    },
  },
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hook-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a hook that is a real program', () => {
  it('gets each event, in order, and no secret', async () => {
    const log = join(folder, 'log');
    const script = join(folder, 'hook.sh');
    await writeFile(script, `{ echo "argument $2 of $1"; cat; env | grep ^ESP_PROV | sort; echo; } >> ${log}`);
    const hook = new EventHook(['sh', script, 'mine'], {
      programs: systemPrograms(),
      clock: systemClock,
      log: () => expect.unreachable(),
    });
    hook.take(ready);
    hook.take(received(utf8('Home $(touch x)\n')));
    hook.take({ kind: 'idle', why: 'succeeded' });
    await hook[Symbol.asyncDispose]();
    const text = await readFile(log, 'utf8');
    expect(text).not.toContain('top secret');
    const [one, two, three] = text.split('\n\n');
    expect(one?.split('\n')).toEqual([
      'argument ready of mine',
      '{"kind":"ready","name":"PROV_261FCC","provisioned":false}',
      'ESP_PROV_EVENT=ready',
      'ESP_PROV_NAME=PROV_261FCC',
      'ESP_PROV_PROVISIONED=false',
    ]);
    expect(two).toContain('argument credentials-received of mine');
    expect(two).toContain('{"kind":"credentials-received","ssid":"Home $(touch x)\\n"');
    expect(two).toContain('ESP_PROV_BSSID=02:00:00:00:00:09');
    expect(three).toContain('ESP_PROV_WHY=succeeded');
  });

  it('is told an SSID that no variable can hold by its bytes', async () => {
    const log = join(folder, 'log');
    const script = join(folder, 'hook.sh');
    await writeFile(script, `cat > ${log}; env | grep ^ESP_PROV_SSID >> ${log}`);
    const hook = new EventHook(['sh', script], {
      programs: systemPrograms(),
      clock: systemClock,
      log: () => expect.unreachable(),
    });
    hook.take(received(Uint8Array.of(0x41, 0)));
    await hook[Symbol.asyncDispose]();
    const text = await readFile(log, 'utf8');
    expect(text).toContain('"ssid":"A\\u0000"');
    expect(text).toContain('ESP_PROV_SSID_HEX=4100\n');
    expect(text).not.toContain('ESP_PROV_SSID=');
  });
});

describe('a hook that misbehaves', () => {
  const logged = () => {
    const lines: string[] = [];
    return { lines, log: (_level: string, _tag: string, text: string) => void lines.push(text) };
  };

  it('is logged when it fails or is missing, and the next event comes all the same', async () => {
    const { lines, log } = logged();
    const programs = new FakePrograms({
      bad: ({ arguments: [kind] = [] }) => (kind === 'ready' ? new Error('no') : ''),
    });
    const clock = manualClock();
    const hook = new EventHook(['bad'], { programs, clock, log });
    hook.take(ready);
    hook.take({ kind: 'online' });
    await clock.run(hook[Symbol.asyncDispose]());
    expect(programs.calls).toEqual(['bad ready', 'bad online']);
    expect(lines).toEqual(['the hook failed on ready: Error: no']);
  });

  it('never runs twice at a time, and is not given more than it can take', async () => {
    const { lines, log } = logged();
    let [running, most] = [0, 0];
    let finish: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const programs = new FakePrograms({
      slow: async () => {
        running += 1;
        most = Math.max(most, running);
        await first;
        running -= 1;
        return '';
      },
    });
    const clock = manualClock();
    const hook = new EventHook(['slow'], { programs, clock, log });
    for (let i = 0; i < 200; i++) hook.take({ kind: i % 2 === 0 ? 'online' : 'offline' });
    finish();
    await clock.run(hook[Symbol.asyncDispose]());
    expect(most).toBe(1);
    expect(programs.calls).toHaveLength(64);
    expect(lines).toHaveLength(136);
  });

  it('does not hold up the end of the device for long', async () => {
    const { lines, log } = logged();
    const programs = new FakePrograms({
      endless: ({ signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    });
    const clock = manualClock();
    const hook = new EventHook(['endless'], { programs, clock, log });
    hook.take(ready);
    await clock.run(hook[Symbol.asyncDispose]());
    expect(clock.now()).toBe(3000);
    expect(lines.join()).toContain('ended');
  });
});
