import type { KeyValueStore, StoredValue } from '../../src/index.ts';

/** A store that remembers every commit, and fails on request. */
export class TestStore implements KeyValueStore {
  readonly values = new Map<string, StoredValue>();
  /** Keys of each commit. */
  readonly commits: string[][] = [];
  /** What the next commits throw. */
  failure: unknown;

  async get(namespace: string, key: string): Promise<StoredValue | undefined> {
    return this.values.get(`${namespace}/${key}`);
  }

  async commit(namespace: string, entries: ReadonlyMap<string, StoredValue | null>): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.commits.push([...entries.keys()]);
    for (const [key, value] of entries) {
      if (value === null) this.values.delete(`${namespace}/${key}`);
      else this.values.set(`${namespace}/${key}`, value);
    }
  }
}
