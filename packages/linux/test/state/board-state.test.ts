import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eraseCredentials, type KeyValueStore, loadCredentials, saveCredentials } from '@esp-prov/device';
import { type ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, keyValueStoreConformance } from '@esp-prov/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BoardIdentity, BoardState } from '../../src/state/board-state.ts';
import { openBoardState, readBoardIdentity } from '../../src/state/open-board-state.ts';

const built = fileURLToPath(new URL('../../dist/state/open-board-state.js', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'board-state-')), 'state');
});
afterEach(async () => {
  await rm(join(folder, '..'), { recursive: true });
});

const identity: BoardIdentity = {
  name: 'PROV_261FCC',
  securityVersion: 2,
  pop: 'secret',
  username: 'wifiprov',
  verifier: { salt: Uint8Array.of(1, 2), verifier: Uint8Array.of(3, 255) },
  hotspotPassphrase: 'other secret',
};
const network = (ssid: string) => ({ ssid: utf8(ssid), passphrase: utf8('a key') });
const ssidOf = async (store: KeyValueStore) => {
  const credentials = await loadCredentials(store);
  return credentials && new TextDecoder().decode(credentials.ssid);
};

/** Runs a task on the state of a start. */
async function started<T>(task: (state: BoardState) => Promise<T>, bootId = 'one'): Promise<T> {
  const state = await openBoardState(folder, { bootId: async () => bootId });
  try {
    return await task(state);
  } finally {
    await state[Symbol.asyncDispose]();
  }
}

/** Proves each commit, as the suite knows no store that forgets by purpose. */
function provingStore(state: BoardState): KeyValueStore {
  return {
    get: (namespace, key) => state.store.get(namespace, key),
    async commit(namespace, entries) {
      await state.store.commit(namespace, entries);
      await state.prove();
    },
  };
}

describe('the store of a board, where each commit is proven', () => {
  const open: BoardState[] = [];
  afterEach(async () => {
    for (const state of open.splice(0)) await state[Symbol.asyncDispose]();
  });
  const cases = keyValueStoreConformance(async () => {
    const next = async () => {
      await open.pop()?.[Symbol.asyncDispose]();
      open.push(await openBoardState(folder));
      return provingStore(open.at(-1) as BoardState);
    };
    return { store: await next(), reopen: next };
  });
  it.each(cases)('$name', (each) => each.run());
});

it('forgets at a restart what was not proven', async () => {
  await started(async ({ store }) => {
    await saveCredentials(store, network('wrong'));
    expect(await ssidOf(store)).toBe('wrong');
  });
  expect(await started(({ store }) => ssidOf(store))).toBeUndefined();
});

it('keeps values of every type', async () => {
  const values = new Map([
    ['blob', { type: 'blob', value: Uint8Array.of(0, 255) }],
    ['text', { type: 'string', value: 'ä\n"' }],
    ['long', { type: 'u64', value: 2n ** 64n - 1n }],
    ['number', { type: 'i32', value: -5 }],
  ] as const);
  await started(async (state) => {
    await state.store.commit('other', values);
    await state.prove();
  });
  const found = await started(({ store }) => Promise.all([...values.keys()].map((key) => store.get('other', key))));
  expect(found).toEqual([...values.values()]);
});

describe('credentials that are erased', () => {
  it('are forgotten at once where they were proven', async () => {
    await started(async (state) => {
      await saveCredentials(state.store, network('home'));
      await state.prove();
      await eraseCredentials(state.store);
    });
    expect(await started(({ store }) => ssidOf(store))).toBeUndefined();
  });

  it('leave the network before them on the disk where they were not', async () => {
    await started(async (state) => {
      await saveCredentials(state.store, network('home'));
      await state.prove();
      await saveCredentials(state.store, network('wrong'));
      await eraseCredentials(state.store);
      expect(await ssidOf(state.store)).toBeUndefined();
      expect(new TextDecoder().decode((await state.proven())?.ssid)).toBe('home');
    });
    await started(async ({ store }) => {
      expect(await ssidOf(store)).toBe('home');
    });
  });

  it('leave it there when they are erased once more, as a device and its client may both do', async () => {
    await started(async (state) => {
      await saveCredentials(state.store, network('home'));
      await state.prove();
      await saveCredentials(state.store, network('wrong'));
      await eraseCredentials(state.store);
      await eraseCredentials(state.store);
    });
    expect(await started(({ store }) => ssidOf(store))).toBe('home');
  });

  it('take it with them once what was not proven is discarded', async () => {
    await started(async (state) => {
      await saveCredentials(state.store, network('home'));
      await state.prove();
      await saveCredentials(state.store, network('wrong'));
      await state.discard();
      await eraseCredentials(state.store);
    });
    expect(await started(({ store }) => ssidOf(store))).toBeUndefined();
  });

  it('do not go because another value is written after unproven ones were erased', async () => {
    await started(async (state) => {
      await saveCredentials(state.store, network('home'));
      await state.prove();
      await saveCredentials(state.store, network('wrong'));
      await eraseCredentials(state.store);
      await state.store.commit('other', new Map([['key', { type: 'u8', value: 1 } as const]]));
    });
    expect(await started(({ store }) => ssidOf(store))).toBe('home');
  });
});

it('has again what is on the disk when it discards', async () => {
  await started(async (state) => {
    await saveCredentials(state.store, network('home'));
    await state.prove();
    await saveCredentials(state.store, network('wrong'));
    await state.discard();
    expect(await ssidOf(state.store)).toBe('home');
    await state.forgetNetwork();
    expect(await ssidOf(state.store)).toBeUndefined();
  });
});

it('keeps the identity as it was, also for readers while it is open', async () => {
  await started(async (state) => {
    expect(await state.identity()).toBeUndefined();
    await state.saveIdentity(identity);
    expect(await readBoardIdentity(folder)).toEqual(identity);
  });
  expect(await started((state) => state.identity())).toEqual(identity);
});

it('shows a label once for each identity', async () => {
  await started(async (state) => {
    await state.saveIdentity(identity);
    expect(await state.labelShown()).toBe(false);
    await state.noteLabelShown();
  });
  await started(async (state) => {
    expect(await state.labelShown()).toBe(true);
    await state.saveIdentity({ ...identity, name: 'other' });
    expect(await state.labelShown()).toBe(false);
  });
});

describe('starts without a network', () => {
  it('are counted once each, and in a row', async () => {
    const note = (boot: string) => started((state) => state.noteBoot(), boot);
    expect(await note('one')).toBe(1);
    expect(await note('one')).toBe(1);
    expect(await note('two')).toBe(2);
    await started((state) => state.noteOnline(), 'two');
    expect(await note('two')).toBe(0);
    expect(await note('three')).toBe(1);
  });

  it('are written no more often than they change', async () => {
    await started((state) => state.noteOnline());
    const { ctimeMs, ino } = await stat(join(folder, 'boots.json'));
    await started(async (state) => {
      await state.noteOnline();
      await state.noteBoot();
    });
    expect(await stat(join(folder, 'boots.json'))).toMatchObject({ ctimeMs, ino });
  });
});

it('lets only its owner read and enter', async () => {
  await started((state) => state.saveIdentity(identity));
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600);
});

it('takes the rights of others from a folder that is there', async () => {
  spawnSync('mkdir', ['-m', '755', folder]);
  await started(async () => undefined);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

describe('what is damaged', () => {
  it.each([
    ['is not JSON', '{"version":1,"value":{"name":"PROV'],
    ['is empty', ''],
    ['is of a later version', '{"version":2,"value":{}}'],
    ['lacks a member', '{"version":1,"value":{"securityVersion":1}}'],
    ['lacks the verifier', '{"version":1,"value":{"name":"x","securityVersion":2}}'],
    [
      'has a value that is no Base64',
      '{"version":1,"value":{"name":"x","securityVersion":2,"verifier":{"salt":"!","verifier":"AA=="}}}',
    ],
    ['is not UTF-8', Uint8Array.of(0x7b, 0xff)],
  ])('is named, and stays: %s', async (_name, content) => {
    await started(async () => undefined);
    const path = join(folder, 'identity.json');
    await writeFile(path, content);
    const error = (await started((state) => failureOf(state.identity()))) as ProvisioningError;
    expect(error).toMatchObject({ code: 'board/state-damaged', details: { path } });
    expect(error.message).toContain(path);
    expect(await readFile(path)).toEqual(Buffer.from(content));
  });

  it('is a network too, which nothing overwrites', async () => {
    await started(async () => undefined);
    const path = join(folder, 'network.json');
    await writeFile(path, '{"version":1,"value":{"nvs.net80211":{"sta.ssid":{"type":"blob","value":7}}}}');
    await started(async ({ store, prove }) => {
      expect(await failureOf(saveCredentials(store, network('home')))).toMatchObject({ code: 'board/state-damaged' });
      expect(await failureOf(prove())).toMatchObject({ code: 'board/state-damaged' });
    });
    expect(await readFile(path, 'utf8')).toContain('"value":7');
  });

  it('can be erased, after which the board is new', async () => {
    await started(async () => undefined);
    for (const name of ['identity', 'network', 'boots', 'label']) await writeFile(join(folder, `${name}.json`), 'x');
    await started((state) => state.erase());
    await started(async (state) => {
      expect(await state.identity()).toBeUndefined();
      expect(await ssidOf(state.store)).toBeUndefined();
      expect(await state.labelShown()).toBe(false);
      expect(await state.noteBoot()).toBe(1);
    });
  });

  it('is not read through a link, nor where it is too large', async () => {
    await started(async () => undefined);
    await symlink('/etc/hostname', join(folder, 'identity.json'));
    expect(await failureOf(readBoardIdentity(folder))).toMatchObject({ code: 'host/file-unusable' });
    await rm(join(folder, 'identity.json'));
    await writeFile(join(folder, 'identity.json'), ' '.repeat(70_000));
    expect(await failureOf(readBoardIdentity(folder))).toMatchObject({ code: 'host/file-unusable' });
  });
});

describe('a folder that is in use', () => {
  it('is refused to a second one, by whatever name, and free again afterwards', async () => {
    await started(async () => {
      const link = join(folder, '..', 'link');
      await symlink(folder, link);
      for (const path of [folder, link]) {
        expect(await failureOf(openBoardState(path))).toMatchObject({ code: 'board/busy', details: { path } });
      }
    });
    await started(async () => undefined);
  });

  it.skipIf(!existsSync(built))('is free after its process was killed', async () => {
    const run = inProcess(`const { openBoardState } = await import(process.argv[1]);
      await openBoardState(process.argv[2]);
      process.kill(process.pid, 'SIGKILL');`);
    expect(run.signal, run.stderr).toBe('SIGKILL');
    await started(async () => undefined);
  });

  it.skipIf(!existsSync(built))('does not keep its process alive', () => {
    const run = inProcess(`const { openBoardState } = await import(process.argv[1]);
      await openBoardState(process.argv[2]);`);
    expect(run, run.stderr).toMatchObject({ status: 0, signal: null });
  });
});

/** Runs a program in a process of its own, with the state's folder. */
function inProcess(program: string): SpawnSyncReturns<string> {
  const args = ['--input-type=module', '-e', program, built, folder];
  return spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
}
