import type { Disk, NewFile } from '../../src/state/disk.ts';

/** Power that fails before a system call. */
class PowerCut extends Error {}

/**
 * A disk that keeps only what was synced, and loses its power before a system call of the test's choice. What was not
 * synced may have reached the disk or not: `names` and `contents` say which of it has.
 */
export class ModelDisk implements Disk {
  /** System calls until the power fails. */
  callsLeft = Number.POSITIVE_INFINITY;
  calls = 0;
  /** Files by name as the running system sees them; both names and contents that the disk has for sure. */
  #names = new Map<string, { content: string }>();
  #syncedNames = new Map<string, { content: string }>();
  readonly #syncedContents = new WeakMap<object, string>();

  /** Starts the machine again after a power cut. */
  restart({ names, contents }: { readonly names: 'kept' | 'lost'; readonly contents: 'kept' | 'lost' }): void {
    const found = names === 'kept' ? this.#names : this.#syncedNames;
    this.#names = new Map();
    for (const [name, file] of found) {
      const content = contents === 'kept' ? file.content : (this.#syncedContents.get(file) ?? '');
      const next = { content };
      this.#syncedContents.set(next, content);
      this.#names.set(name, next);
    }
    this.#syncedNames = new Map(this.#names);
    this.callsLeft = Number.POSITIVE_INFINITY;
  }

  /** Names of the files that the running system sees. */
  get names(): readonly string[] {
    return [...this.#names.keys()];
  }

  /** Puts a file there as another program would. */
  put(path: string, content: string): void {
    const file = { content };
    this.#names.set(path, file);
    this.#syncedContents.set(file, content);
    this.#syncedNames.set(path, file);
  }

  content(path: string): string | undefined {
    return this.#names.get(path)?.content;
  }

  async makeFolder(): Promise<void> {
    this.#call();
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    this.#call();
    const file = this.#names.get(path);
    return file && new TextEncoder().encode(file.content);
  }

  async create(path: string): Promise<NewFile> {
    this.#call();
    if (this.#names.has(path)) throw Object.assign(new Error('there already'), { code: 'EEXIST' });
    const file = { content: '' };
    this.#names.set(path, file);
    return {
      write: async (content) => {
        this.#call();
        file.content = content;
      },
      sync: async () => {
        this.#call();
        this.#syncedContents.set(file, file.content);
      },
      close: async () => this.#call(),
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.#call();
    const file = this.#names.get(from);
    if (!file) throw Object.assign(new Error('not there'), { code: 'ENOENT' });
    this.#names.delete(from);
    this.#names.set(to, file);
  }

  async remove(path: string): Promise<void> {
    this.#call();
    this.#names.delete(path);
  }

  async syncFolder(): Promise<void> {
    this.#call();
    this.#syncedNames = new Map(this.#names);
  }

  #call(): void {
    if (this.callsLeft <= 0) throw new PowerCut('the power failed');
    this.callsLeft -= 1;
    this.calls += 1;
  }
}
