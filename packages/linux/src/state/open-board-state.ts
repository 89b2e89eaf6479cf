import { readFile } from 'node:fs/promises';
import type { BoardIdentity, BoardState } from './board-state.ts';
import { countBoot, decodeBootCount } from './boot-count.ts';
import type { Disk } from './disk.ts';
import { lockFolder } from './folder-lock.ts';
import { decodeIdentity, encodeIdentity } from './identity-value.ts';
import { networkFile, ProvenStore } from './proven-store.ts';
import { StateFiles } from './state-files.ts';
import { systemDisk } from './system-disk.ts';

/** What tests put in the place of this machine. */
export interface BoardStateOptions {
  readonly disk?: Disk | undefined;
  /** Returns what the kernel calls this start of the system. */
  readonly bootId?: (() => Promise<string>) | undefined;
  /** Keeps other processes away from the folder. */
  readonly lock?: ((folder: string) => Promise<AsyncDisposable>) | undefined;
}

const identityFile = 'identity';
const keptFile = 'kept';
const bootsFile = 'boots';
const labelFile = 'label';

/**
 * Opens what a board keeps on its disk; the folder is made where there is none. What is damaged is reported when it is
 * needed, so that it can be erased.
 *
 * @throws ProvisioningError `board/busy`, `host/file-unusable`
 */
export async function openBoardState(folder: string, options: BoardStateOptions = {}): Promise<BoardState> {
  const { disk = systemDisk, bootId = kernelBootId, lock = lockFolder } = options;
  const files = new StateFiles(folder, disk);
  await files.open();
  return new FolderState(files, bootId, await lock(folder));
}

/**
 * Returns the identity that a board keeps in a folder; undefined before its first start. It may be read while the board
 * runs.
 *
 * @throws ProvisioningError `board/state-damaged`, `host/file-unusable`
 */
export async function readBoardIdentity(folder: string): Promise<BoardIdentity | undefined> {
  return await new StateFiles(folder, systemDisk).read(identityFile, decodeIdentity);
}

class FolderState implements BoardState {
  readonly store: ProvenStore;
  readonly #files: StateFiles;
  readonly #bootId: () => Promise<string>;
  readonly #lock: AsyncDisposable;

  constructor(files: StateFiles, bootId: () => Promise<string>, lock: AsyncDisposable) {
    this.#files = files;
    this.#bootId = bootId;
    this.#lock = lock;
    this.store = new ProvenStore(files);
  }

  get folder(): string {
    return this.#files.folder;
  }

  prove = async () => {
    // In this order: after a power cut between them the Wi-Fi service is given once more what it has.
    await this.#files.remove([keptFile]);
    await this.store.prove();
  };
  proven = () => this.store.proven();
  forgetNetwork = () => this.store.erase();

  async isKept(): Promise<boolean> {
    return (await this.#files.read(keptFile, (value) => (value === true ? true : undefined))) ?? false;
  }

  async noteKept(): Promise<void> {
    await this.#files.write(keptFile, true);
  }

  async discard(): Promise<void> {
    this.store.discard();
  }

  async identity(): Promise<BoardIdentity | undefined> {
    return await this.#files.read(identityFile, decodeIdentity);
  }

  async saveIdentity(identity: BoardIdentity): Promise<void> {
    // In this order: after a power cut between them a label is shown twice, never not at all.
    await this.#files.remove([labelFile]);
    await this.#files.write(identityFile, encodeIdentity(identity));
  }

  async labelShown(): Promise<boolean> {
    return (await this.#files.read(labelFile, (value) => (value === true ? true : undefined))) ?? false;
  }

  async noteLabelShown(): Promise<void> {
    await this.#files.write(labelFile, true);
  }

  async noteBoot(): Promise<number> {
    const before = await this.#files.read(bootsFile, decodeBootCount);
    const now = countBoot(before, await this.#bootId());
    if (now !== before) await this.#files.write(bootsFile, now);
    return now.failed;
  }

  async noteOnline(): Promise<void> {
    const before = await this.#files.read(bootsFile, decodeBootCount);
    const bootId = await this.#bootId();
    // A disk wears out: a board that is in its network again and again writes nothing.
    if (before?.bootId === bootId && before.failed === 0) return;
    await this.#files.write(bootsFile, { bootId, failed: 0 });
  }

  async erase(): Promise<void> {
    // The network first: a board without an identity makes a new one, which must not come with an old network.
    await this.store.erase();
    await this.#files.remove([networkFile, keptFile, bootsFile, labelFile, identityFile]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lock[Symbol.asyncDispose]();
  }
}

async function kernelBootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}
