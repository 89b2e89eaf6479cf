import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { ProvisioningError } from '@esp-prov/protocol';

/** What the place depends on; tests hand in others. */
export interface PlaceOwner {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Number of the user; undefined on systems that have none. */
  readonly uid?: number | undefined;
}

/**
 * Returns the folder in which virtual devices note how they are found, and makes it where it is missing. It belongs to
 * this user alone: what stands there says to which bus clients connect, and they may send passwords over it.
 *
 * @throws ProvisioningError `host/file-unusable` when another user owns it or can write it
 */
export function virtualPlace({ env = process.env, uid = process.getuid?.() }: PlaceOwner = {}): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  const home = runtime && isAbsolute(runtime) && isFolder(runtime) ? runtime : undefined;
  const ours = home === undefined ? join(tmpdir(), `esp-prov-${uid ?? 'user'}`) : join(home, 'esp-prov');
  const place = join(ours, 'virtual-ble');
  for (const folder of [ours, place]) ownFolder(folder, uid);
  return place;
}

/** Makes a folder with mode 0700, or takes the one that is there if no other user can write to it. */
function ownFolder(folder: string, uid: number | undefined): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw unusable(folder, `cannot be made (${code})`, cause);
  }
  const found = lstatSync(folder);
  if (!found.isDirectory()) throw unusable(folder, 'is no folder');
  if (uid === undefined) return;
  if (found.uid !== uid) throw unusable(folder, 'belongs to another user');
  if ((found.mode & 0o077) !== 0) throw unusable(folder, 'is open to other users; its mode has to be 0700');
}

function unusable(folder: string, why: string, cause?: unknown): ProvisioningError {
  return new ProvisioningError('host/file-unusable', `the folder ${folder} of virtual devices ${why}`, { cause });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
