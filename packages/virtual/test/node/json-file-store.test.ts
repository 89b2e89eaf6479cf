import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredValue } from '@esp-prov/device';
import { keyValueStoreConformance } from '@esp-prov/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonFileStore } from '../../src/node/index.ts';

let folder = '';
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'esp-prov-store-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function freshPath(): string {
  return join(folder, `store-${++files}.json`);
}

describe('a store in a JSON file', () => {
  const cases = keyValueStoreConformance(async () => {
    const path = freshPath();
    return { store: jsonFileStore(path), reopen: async () => jsonFileStore(path) };
  });
  test.each(cases)('$name', ({ run }) => run());

  test('keeps every type of value, the largest numbers included', async () => {
    const path = freshPath();
    const values: Record<string, StoredValue> = {
      text: { type: 'string', value: 'häé "quoted"' },
      small: { type: 'i8', value: -128 },
      large: { type: 'u64', value: 2n ** 64n - 1n },
      negative: { type: 'i64', value: -(2n ** 63n) },
      none: { type: 'blob', value: new Uint8Array(0) },
    };
    await jsonFileStore(path).commit('ns', new Map(Object.entries(values)));
    for (const [key, value] of Object.entries(values)) expect(await jsonFileStore(path).get('ns', key)).toEqual(value);
  });

  test('loses none of the commits that do not wait for each other', async () => {
    const path = freshPath();
    const store = jsonFileStore(path);
    const keys = Array.from({ length: 10 }, (_, i) => `key${i}`);
    await Promise.all(keys.map((key) => store.commit('ns', new Map([[key, { type: 'u8', value: 1 } as const]]))));
    for (const key of keys) expect(await store.get('ns', key)).toEqual({ type: 'u8', value: 1 });
  });

  test('leaves no other file behind', async () => {
    const path = freshPath();
    await jsonFileStore(path).commit('ns', new Map([['key', { type: 'u8', value: 1 } as const]]));
    const beside = (await readdir(folder)).filter((name) => path.includes(name.replace('.new', '')));
    expect(beside).toHaveLength(1);
  });

  test.each(['', '{', 'null', '7', '"text"', '{"ns":{"key":{"type":"blob","value":"xyz"}}}'])(
    'over a file with the content %s says that the file is unusable',
    async (content) => {
      const path = freshPath();
      await writeFile(path, content);
      await expect(jsonFileStore(path).get('ns', 'key')).rejects.toMatchObject({
        code: 'host/file-unusable',
        details: { path },
      });
    },
  );

  test('in a folder that does not exist says so on the first commit', async () => {
    const store = jsonFileStore(join(folder, 'missing', 'store.json'));
    expect(await store.get('ns', 'key')).toBeUndefined();
    await expect(store.commit('ns', new Map([['key', { type: 'u8', value: 1 } as const]]))).rejects.toMatchObject({
      code: 'host/file-unusable',
    });
  });
});
