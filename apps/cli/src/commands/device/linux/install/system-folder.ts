import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import { readRegularFile } from '../../../../input/bounded-file.ts';
import type { SystemFile } from './system-file.ts';

/** What stands at a path of a system. */
export type Standing = Pick<SystemFile, 'kind' | 'content' | 'mode'>;

/** Bytes of the largest file that is compared. */
const longest = 1024 * 1024;

/** A system below a folder: this one below `/`, or an image of one. */
export class SystemFolder {
  readonly root: string;

  constructor(root: string) {
    this.root = normalize(root);
  }

  /** Returns what stands at a path; undefined: nothing. What is neither a text nor a link has an unlikely content. */
  read(path: string): Standing | undefined {
    const place = this.place(path);
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (!stats) return undefined;
    const mode = stats.mode & 0o7777;
    if (stats.isSymbolicLink()) return { kind: 'link', content: readlinkSync(place), mode };
    if (!stats.isFile()) return { kind: 'file', content: '\0', mode };
    const content = readRegularFile(place, { limit: longest, called: `the file ${place}` });
    return { kind: 'file', content: decodeUtf8(content) ?? '\0', mode };
  }

  /** Writes a file as a whole: at every moment there is the old content or the new one. */
  write({ path, mode, content, kind }: SystemFile): void {
    const place = this.place(path);
    // Secrets are nobody's business, and neither are their names.
    mkdirSync(dirname(place), { recursive: true, mode: kind === 'secret' ? 0o700 : 0o755 });
    const other = `${place}.esp-prov-new`;
    rmSync(other, { force: true });
    try {
      if (kind === 'link') symlinkSync(content, other);
      else writeNew(other, content, mode);
      renameSync(other, place);
    } catch (error) {
      rmSync(other, { force: true });
      throw error;
    }
  }

  /** Removes a file. */
  remove(path: string): void {
    rmSync(this.place(path), { force: true });
  }

  /** Removes a folder if nothing is in it. */
  removeEmpty(path: string): void {
    try {
      rmdirSync(this.place(path));
    } catch {
      // It is somebody's, or is not there.
    }
  }

  /**
   * Returns where a path of the system is on this machine.
   *
   * @throws ProvisioningError `host/file-unusable` where a link of an image leads the way, perhaps to this machine's own
   */
  place(path: string): string {
    const place = join(this.root, path);
    if (this.root === '/') return place;
    for (let folder = dirname(place); folder.length > this.root.length; folder = dirname(folder)) {
      if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) continue;
      throw new ProvisioningError('host/file-unusable', `${folder} is a link, which may lead out of ${this.root}`);
    }
    return place;
  }
}

function writeNew(path: string, content: string, mode: number): void {
  const file = openSync(path, 'wx', mode);
  try {
    writeFileSync(file, content);
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
