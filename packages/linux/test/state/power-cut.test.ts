import { loadCredentials, saveCredentials, type WifiCredentials } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { expect, it } from 'vitest';
import type { BoardIdentity, BoardState } from '../../src/state/board-state.ts';
import { openBoardState } from '../../src/state/open-board-state.ts';
import { ModelDisk } from './model-disk.ts';

const identity = (name: string): BoardIdentity => ({ name, securityVersion: 1, pop: `secret of ${name}` });
const network = (ssid: string): WifiCredentials => ({ ssid: utf8(ssid), passphrase: utf8(`key of ${ssid}`) });

async function open(disk: ModelDisk, bootId = 'first'): Promise<BoardState> {
  return await openBoardState('/state', {
    disk,
    bootId: async () => bootId,
    lock: async () => ({ [Symbol.asyncDispose]: async () => undefined }),
  });
}

/** What a board finds at a start, as text that can be compared. */
async function found(disk: ModelDisk): Promise<string> {
  const state = await open(disk);
  const credentials = await loadCredentials(state.store);
  const { name = 'none' } = (await state.identity()) ?? {};
  const ssid = credentials ? new TextDecoder().decode(credentials.ssid) : 'none';
  const key = credentials ? new TextDecoder().decode(credentials.passphrase) : 'none';
  return `${name}, ${ssid}, ${key}, label ${await state.labelShown()}`;
}

async function replaceNetwork(state: BoardState): Promise<void> {
  await saveCredentials(state.store, network('new'));
  await state.prove();
}

const changes: readonly (readonly [name: string, change: (state: BoardState) => Promise<void>])[] = [
  ['keeps a proven network', replaceNetwork],
  ['forgets the network', (state) => state.forgetNetwork()],
  ['writes another identity', (state) => state.saveIdentity(identity('other'))],
  ['counts a start', async (state) => void (await state.noteBoot())],
];
const ends = [
  { names: 'kept', contents: 'kept' },
  { names: 'kept', contents: 'lost' },
  { names: 'lost', contents: 'kept' },
  { names: 'lost', contents: 'lost' },
] as const;

async function usedBoard(): Promise<ModelDisk> {
  const disk = new ModelDisk();
  const state = await open(disk);
  await state.saveIdentity(identity('mine'));
  await saveCredentials(state.store, network('home'));
  await state.prove();
  return disk;
}

/** Cuts the power before each system call of a change; hands what the next start finds to `check`. */
async function cutEverywhere(
  change: (state: BoardState) => Promise<void>,
  check: (result: string, disk: ModelDisk) => Promise<void> | void,
): Promise<number> {
  let cuts = 0;
  for (let calls = 0; ; calls++) {
    for (const end of ends) {
      const disk = await usedBoard();
      const state = await open(disk, 'second');
      disk.callsLeft = calls;
      const done = await change(state).then(
        () => true,
        () => false,
      );
      if (done) return cuts;
      disk.restart(end);
      cuts++;
      await check(await found(disk), disk);
    }
  }
}

it.each(changes)('finds the old or the new, whole, when the power fails while it %s', async (_name, change) => {
  const before = await found(await usedBoard());
  const disk = await usedBoard();
  await change(await open(disk, 'second'));
  const after = await found(disk);
  const cuts = await cutEverywhere(change, async (result, cut) => {
    expect([before, after]).toContain(result);
    // And the change can be made again.
    await change(await open(cut, 'second'));
    expect(await found(cut)).toBe(after);
  });
  expect(cuts).toBeGreaterThanOrEqual(3 * ends.length);
});

it('finds nothing half erased: an identity may stay, a network without it never', async () => {
  const results = new Set<string>();
  await cutEverywhere(
    (state) => state.erase(),
    (result) => void results.add(result),
  );
  expect([...results].sort()).toEqual([
    'mine, home, key of home, label false',
    'mine, none, none, label false',
    'none, none, none, label false',
  ]);
});

it('never loses a label that was not shown when the identity changes', async () => {
  const results = new Set<string>();
  await cutEverywhere(
    async (state) => {
      await state.noteLabelShown();
      await state.saveIdentity(identity('other'));
    },
    (result) => void results.add(result),
  );
  expect([...results].filter((result) => result.startsWith('other'))).not.toContain(
    'other, home, key of home, label true',
  );
});

it('forgets credentials that were not proven with a restart, and keeps those before', async () => {
  const disk = await usedBoard();
  const state = await open(disk);
  await saveCredentials(state.store, network('wrong'));
  disk.restart({ names: 'kept', contents: 'kept' });
  expect(await found(disk)).toBe('mine, home, key of home, label false');
});
