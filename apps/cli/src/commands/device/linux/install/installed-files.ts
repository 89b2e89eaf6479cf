import { createHash } from 'node:crypto';
import { decodeUtf8 } from '@esp-prov/protocol';
import { installedPaths } from './installation.ts';
import type { SystemFile } from './system-file.ts';
import { credentialsFolder } from './unit-text.ts';

/** Where it is noted what was installed. It holds checksums of secrets, so only root reads it. */
export const notePath: string = `${credentialsFolder}/installed.json`;

/** Every path that is ever installed: no note leads to another file. */
export const everyPath: readonly string[] = [
  installedPaths.wanted,
  installedPaths.unit,
  installedPaths.polkit,
  installedPaths.bus,
  installedPaths.sysusers,
  ...['pop', 'password', 'hotspot-password'].map((name) => `${credentialsFolder}/${name}`),
];

/** Checksums of what was installed, by path. */
export type InstalledFiles = ReadonlyMap<string, string>;

/** Returns the checksum by which it is seen whether somebody has changed a file. */
export function checksum({ kind, content }: Pick<SystemFile, 'kind' | 'content'>): string {
  return createHash('sha256')
    .update(`${kind === 'link' ? 'link' : 'file'}\n${content}`)
    .digest('hex');
}

/** Returns the file that notes what is installed. */
export function noteFile(files: readonly SystemFile[]): SystemFile {
  const noted = Object.fromEntries(files.map((file) => [file.path, checksum(file)]));
  return { path: notePath, mode: 0o600, content: `${JSON.stringify({ files: noted }, null, 2)}\n`, kind: 'file' };
}

/** Returns what a note says. Where it cannot be read, nothing counts as installed, and so everything as somebody's own. */
export function readNote(content: Uint8Array): InstalledFiles {
  try {
    const { files } = JSON.parse(decodeUtf8(content) ?? '') as { readonly files?: Readonly<Record<string, unknown>> };
    const known = Object.entries(files ?? {}).filter(([path]) => everyPath.includes(path));
    return new Map(known.map(([path, sum]) => [path, String(sum)]));
  } catch {
    return new Map();
  }
}
