import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connectBus, type Variant } from '@esp-prov/dbus';
import { decodeUtf8 } from '@esp-prov/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { readBoardIdentity } from '../../src/state/open-board-state.ts';
import { type Chain, provision, startChain } from '../support/chain.ts';

const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/**
 * A device in a process of its own, which ends at SIGTERM. At the event of its third argument it gets the signal of its
 * fourth from itself.
 */
const program = `
  const [, module, stateFolder, deadly, name] = process.argv;
  const ending = new AbortController();
  const ended = new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
  process.once('SIGTERM', () => ending.abort());
  const { createLinuxDevice } = await import(module);
  const device = await createLinuxDevice({
    stateFolder,
    bluetooth: { adapter: 'hci1' },
    signal: ending.signal,
    onEvent(event) {
      const kind = event.kind === 'manager' ? event.event.kind : event.kind;
      console.log(kind);
      if (kind === deadly) process.kill(process.pid, name);
    },
  });
  await ended;
  await device[Symbol.asyncDispose]();`;

/** Where a device may be killed, and whether the network that a client brings may be there afterwards. */
const phases = [
  ['ready', false],
  ['started', false],
  ['offering', false],
  ['credentials-received', false],
  ['credentials-failed', false],
  ['credentials-succeeded', undefined],
  ['ended', true],
  ['idle', true],
] as const;

describe.skipIf(!canStartBus || !existsSync(built))('a device that is killed', () => {
  let chain: Chain;
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'board-killed-'));
    chain = await startChain({ profiles: [{ id: 'mine', ssid: 'work', passphrase: 'right key' }] });
  });
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await chain[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  function run(deadly = 'never', signal = 'SIGKILL') {
    const env = { PATH: process.env['PATH'], DBUS_SYSTEM_BUS_ADDRESS: chain.address };
    const args = ['--input-type=module', '-e', program, built, folder, deadly, signal];
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const kinds: string[] = [];
    createInterface(child.stdout).on('line', (line) => kinds.push(line));
    return { child, kinds, exit: once(child, 'exit') };
  }

  const connectedTo = () => decodeUtf8(chain.manager.connectedTo('wlan0') ?? new Uint8Array(0));
  const profiles = () => chain.manager.profilesOnDisk.map(({ id }) => id).sort();

  async function advertisements(): Promise<unknown> {
    await using bus = await connectBus({ address: chain.address });
    const target = { destination: 'org.bluez', path: '/org/bluez/hci1', interface: 'org.freedesktop.DBus.Properties' };
    const body = ['org.bluez.LEAdvertisingManager1', 'ActiveInstances'];
    const [value] = await bus.call({ ...target, member: 'Get', signature: 'ss', body });
    return (value as Variant).value;
  }

  it.each(['ready', 'started', 'offering'])('ends cleanly when it is told to end at %s', async (deadly) => {
    const told = run(deadly, 'SIGTERM');
    expect(await told.exit).toEqual([0, null]);
    await expect.poll(advertisements).toBe(0);
    expect(profiles()).toEqual(['mine']);
  });

  it.each(phases)('at %s leaves nothing behind, and starts clean', async (deadly, kept) => {
    const first = run(deadly);
    if (deadly !== 'ready' && deadly !== 'started' && deadly !== 'offering') {
      await expect.poll(() => first.kinds).toContain('offering');
      const { name = '', pop = '' } = (await readBoardIdentity(folder)) ?? {};
      const client = await chain.connect(name, pop);
      const key = deadly === 'credentials-failed' ? 'wrong key' : 'right key';
      // What the client makes of it is nothing to wait for; it goes then, for which the device waits.
      void provision(client, 'home', key)
        .finally(() => client[Symbol.asyncDispose]())
        .catch(() => undefined);
    }
    const [, signal] = await first.exit;
    expect(signal).toBe('SIGKILL');
    await expect.poll(advertisements).toBe(0);

    const again = run();
    await expect.poll(() => again.kinds).toContain('ready');
    const provisioned = profiles().length === 2;
    if (kept !== undefined) expect(provisioned).toBe(kept);
    if (provisioned) {
      expect(profiles()).toEqual(['esp-prov home', 'mine']);
      await expect.poll(connectedTo).toBe('home');
      expect(await advertisements()).toBe(0);
    } else {
      expect(profiles()).toEqual(['mine']);
      await expect.poll(() => again.kinds).toContain('offering');
      await expect.poll(connectedTo).toBe('work');
    }
    again.child.kill('SIGTERM');
    expect(await again.exit).toEqual([0, null]);
    await expect.poll(advertisements).toBe(0);
  });
});
