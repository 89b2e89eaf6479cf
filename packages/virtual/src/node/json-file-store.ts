import { readFile, rename, writeFile } from 'node:fs/promises';
import type { KeyValueStore, StoredValue } from '@esp-prov/device';
import { fromHex, ProvisioningError, toHex } from '@esp-prov/protocol';

/** What the file holds: keys under their namespace, blobs as hex. */
type Content = Record<string, Record<string, { type: string; value: string | number }>>;

/** A small store in one JSON file, written whole and renamed into place. The flash image will take its place. */
export function jsonFileStore(path: string): KeyValueStore {
  async function load(): Promise<Content> {
    try {
      return JSON.parse(await readFile(path, 'utf8'));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new ProvisioningError('host/file-unusable', `${path} cannot be read as a store`, {
        cause,
        details: { path },
      });
    }
  }
  return {
    async get(namespace, key) {
      const found = (await load())[namespace]?.[key];
      return found?.type === 'blob'
        ? { type: 'blob', value: fromHex(String(found.value)) }
        : (found as StoredValue | undefined);
    },
    async commit(namespace, entries) {
      const content = await load();
      const kept = { ...content[namespace] };
      for (const [key, stored] of entries) {
        if (stored === null) delete kept[key];
        else
          kept[key] = {
            type: stored.type,
            value: stored.type === 'blob' ? toHex(stored.value) : (stored.value as string),
          };
      }
      await writeFile(`${path}.new`, `${JSON.stringify({ ...content, [namespace]: kept }, null, 2)}\n`);
      await rename(`${path}.new`, path);
    },
  };
}
