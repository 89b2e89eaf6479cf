import { readFile, rename, writeFile } from 'node:fs/promises';
import type { KeyValueStore, StoredValue } from '@esp-prov/device';
import { fromHex, ProvisioningError, toHex } from '@esp-prov/protocol';

/** A value in the file: blobs as hex, 64-bit numbers as decimal text. */
interface Kept {
  readonly type: string;
  readonly value: string | number;
}

/** What the file holds: keys under their namespace. */
type Content = Record<string, Record<string, Kept>>;

/** A small store in one JSON file, written whole and renamed into place. The flash image will take its place. */
export function jsonFileStore(path: string): KeyValueStore {
  // Commits come one after another: each one reads, changes and writes the whole file.
  let tail: Promise<unknown> = Promise.resolve();

  function unusable(cause: unknown, task: string): ProvisioningError {
    // What a parser says may quote the file, which holds passwords.
    const why = cause instanceof SyntaxError ? 'it is not the JSON of a store' : String((cause as Error).message);
    return new ProvisioningError('host/file-unusable', `${path} cannot be ${task} as a store: ${why}`, {
      cause,
      details: { path },
    });
  }

  async function load(): Promise<Content> {
    try {
      const content: unknown = JSON.parse(await readFile(path, 'utf8'));
      if (typeof content !== 'object' || content === null) throw new TypeError('the file holds no JSON object');
      return content as Content;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw unusable(cause, 'read');
    }
  }

  async function write(namespace: string, entries: ReadonlyMap<string, Kept | null>): Promise<void> {
    const content = await load();
    const kept = { ...content[namespace] };
    for (const [key, text] of entries) {
      if (text === null) delete kept[key];
      else kept[key] = text;
    }
    try {
      await writeFile(`${path}.new`, `${JSON.stringify({ ...content, [namespace]: kept }, null, 2)}\n`);
      await rename(`${path}.new`, path);
    } catch (cause) {
      throw unusable(cause, 'written');
    }
  }

  return {
    async get(namespace, key) {
      const found = (await load())[namespace]?.[key];
      try {
        return found && fromText(found);
      } catch (cause) {
        throw unusable(cause, 'read');
      }
    },
    commit(namespace, entries) {
      // Turned to text at once: the caller may use its arrays again.
      const texts = new Map([...entries].map(([key, stored]) => [key, stored && toText(stored)]));
      const done = tail.then(() => write(namespace, texts));
      tail = done.catch(() => undefined);
      return done;
    },
  };
}

function toText(stored: StoredValue): Kept {
  const { type, value } = stored;
  if (type === 'blob') return { type, value: toHex(value) };
  return { type, value: typeof value === 'bigint' ? String(value) : value };
}

function fromText({ type, value }: Kept): StoredValue {
  if (type === 'blob') return { type, value: fromHex(String(value)) };
  if (type === 'u64' || type === 'i64') return { type, value: BigInt(value) };
  return { type, value } as StoredValue;
}
