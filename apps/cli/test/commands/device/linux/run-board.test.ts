import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeUtf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { requireBus } from '../../../support/ble-device.ts';
import { expectFailure, jsonLines } from '../../../support/expect-failure.ts';
import { startMachine } from '../../../support/linux-board.ts';
import { run, testTimeoutMs } from '../../../support/program.ts';
import { Scratch } from '../../../support/scratch.ts';
import { secrets } from '../../../support/secrets.ts';

/** What the label of a board says, as it is printed while the board runs. */
async function labelOf(machine: Awaited<ReturnType<typeof startMachine>>): Promise<Record<string, string>> {
  const ended = await run(['device', '--linux', '--show-label', '--state', machine.state, '--json']);
  return JSON.parse(String(jsonLines(ended).at(-1)?.['payload']));
}

describe.concurrent('this machine as a board', { timeout: testTimeoutMs }, () => {
  test('is provisioned over Bluetooth by its label, keeps the network, and forgets it by request', async (context) => {
    requireBus(context);
    await using machine = await startMachine();
    const { env, state } = machine;
    const hook = `cat >> ${machine.scratch.path('hook.txt')}`;
    await using board = machine.board('--hook', hook, '--json');
    await board.sees(/"event":"offering"/);
    const { name = '', pop = '' } = await labelOf(machine);
    expect(name).toMatch(/^PROV_[0-9A-F]{6}$/);
    const proof = ['--service-name', name, '--sec2-username', 'wifiprov', '--sec2-pwd', pop];
    const provision = (passphrase: string) =>
      run([...machine.client, ...proof, '--ssid', 'myssid', '--passphrase', passphrase], { env });
    expectFailure(await provision(secrets.wrongPassword), 1, 'wifi/auth-error');
    expect(await provision(secrets.password)).toMatchObject({ code: 0 });
    await board.sees(/"event":"idle","why":"succeeded"/);
    expect(decodeUtf8(machine.network.connectedTo('wlan0') ?? new Uint8Array())).toBe('myssid');
    const events = board.lines.filter((line) => line !== '').map((line) => JSON.parse(line).event);
    // On a busy machine the wait for the Wi-Fi service takes long enough to be told.
    expect(events.filter((event) => event !== 'log' && event !== 'waiting')).toEqual([
      'ready',
      'qr-code',
      'offering',
      'credentials-received',
      'provisioning-failed',
      'credentials-received',
      'online',
      'connected',
      'provisioning-succeeded',
      'idle',
    ]);
    expect(readFileSync(machine.scratch.path('hook.txt'), 'utf8')).toContain('"kind":"credentials-received"');
    // Another one cannot be the same device.
    const other = await run(['device', '--linux', '--erase', '--state', state], { env });
    expectFailure(other, 9, 'board/busy');
    const reset = await run(['device', '--linux', '--reset', '--state', state], { env });
    expect(reset).toMatchObject({ code: 0, stdout: 'The board that runs has forgotten its network.\n' });
    await board.sees(/"event":"offline"[\s\S]*"event":"offering"/);
    // The Wi-Fi service leaves the network of a profile that is gone a moment later.
    await context.expect.poll(() => machine.network.connectedTo('wlan0')).toBeUndefined();
  });

  test('is offered anew by a signal, ends in order by another, and shows its label once', async (context) => {
    requireBus(context);
    await using machine = await startMachine();
    {
      await using board = machine.board('--start', 'demand');
      await board.sees(/The label is shown once/);
      await board.sees(/This board is the device PROV_/);
      process.kill(Number(board.pid), 'SIGUSR1');
      await board.sees(/Provisioning is offered over Bluetooth: somebody wants it/);
      process.kill(Number(board.pid), 'SIGTERM');
      const ended = await board.ended();
      expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining('Ending ...') });
    }
    expect(statSync(machine.state).mode & 0o777).toBe(0o700);
    await using again = machine.board('--start', 'demand', '--json');
    await again.sees(/"event":"ready"/);
    process.kill(Number(again.pid), 'SIGTERM');
    const told = jsonLines(await again.ended()).map(({ event, result }) => event ?? result);
    expect(told.filter((each) => each !== 'waiting')).toEqual(['ready', 'switched-off']);
  });

  test('says what it waits for, and ends while it does', async (context) => {
    requireBus(context);
    await using machine = await startMachine();
    await machine.network.stop();
    await using board = machine.board('--json', '--wifi', 'networkmanager');
    await board.sees(/"event":"waiting"/);
    process.kill(Number(board.pid), 'SIGINT');
    const lines = jsonLines(await board.ended());
    expect(lines.at(-1)).toEqual({ result: 'switched-off' });
    // Its label has not been shown.
    expect(existsSync(join(machine.state, 'label.json'))).toBe(false);
  });

  test('forgets who it was, and is another one after that', async (context) => {
    requireBus(context);
    await using machine = await startMachine();
    const pops: string[] = [];
    for (let i = 0; i < 2; i++) {
      await using board = machine.board('--start', 'demand', '--no-qr');
      await board.sees(/This board is the device/);
      pops.push((await labelOf(machine))['pop'] ?? '');
      process.kill(Number(board.pid), 'SIGTERM');
      await board.ended();
      const erased = await run(['device', '--linux', '--erase', '--state', machine.state], { env: machine.env });
      expect(erased).toMatchObject({ code: 0, stdout: expect.stringContaining('is gone') });
    }
    expect(pops[0]).toMatch(/^[a-z0-9]{16}$/);
    expect(pops[1]).not.toBe(pops[0]);
  });

  test('ends with success when it is provisioned, where that is wanted', async (context) => {
    requireBus(context);
    await using machine = await startMachine();
    const pop = machine.scratch.write('pop.txt', secrets.otherPop);
    await using board = machine.board('--security', '1', '--pop-file', pop, '--exit-when-provisioned', '--json');
    const [, name = ''] = await board.sees(/"event":"offering","name":"(\w+)"/);
    const proof = ['--service-name', name, '--pop', secrets.otherPop];
    const network = ['--ssid', 'myssid', '--passphrase', secrets.password];
    const { env } = machine;
    expect(await run([...machine.client, ...proof, ...network], { env })).toMatchObject({ code: 0 });
    const ended = await board.ended();
    expect(ended.code).toBe(0);
    expect(jsonLines(ended).at(-1)).toEqual({ result: 'provisioned' });
  });
});

describe.concurrent('without a board', { timeout: testTimeoutMs }, () => {
  test('there is no label', async () => {
    using scratch = new Scratch();
    const ended = await run(['device', '--linux', '--show-label', '--state', scratch.path('none')]);
    expectFailure(ended, 9, 'host/file-unusable', /gets one at its first start/);
  });

  test('nothing is reset where no Wi-Fi service answers, and all the same the state is erased', async () => {
    using scratch = new Scratch();
    const state = ['--state', scratch.path('state')];
    expectFailure(await run(['device', '--linux', '--reset', ...state]), 9, 'board/no-service');
    const erased = await run(['device', '--linux', '--erase', ...state]);
    expect(erased).toMatchObject({ code: 0, stderr: expect.stringContaining('may still be in the Wi-Fi service') });
  });

  test('a damaged state is named', async () => {
    using scratch = new Scratch();
    const folder = scratch.folder('state');
    scratch.write('state/identity.json', '{"version":1,');
    const ended = await run(['device', '--linux', '--show-label', '--state', folder]);
    expectFailure(ended, 9, 'board/state-damaged', /identity\.json/);
  });
});
