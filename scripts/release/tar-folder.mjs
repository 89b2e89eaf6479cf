import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const block = 512;

/**
 * Packs a folder into a compressed archive whose bytes depend on names and contents alone: sorted, one time, one owner,
 * rights that ignore the umask.
 *
 * @param {string} folder
 * @param {{ target: string, name: string, date: number, executables?: string[] }} options `name`: the folder in the
 *   archive; `date` in seconds; `executables`: paths in `folder` that get the right to run
 */
export function tarFolder(folder, { target, name, date, executables = [] }) {
  const parts = [entry(`${name}/`, { type: '5', mode: 0o755, date })];
  for (const { path, isFolder } of entriesOf(folder)) {
    if (isFolder) parts.push(entry(`${name}/${path}/`, { type: '5', mode: 0o755, date }));
    else {
      const content = readFileSync(join(folder, path));
      const mode = executables.includes(path) ? 0o755 : 0o644;
      parts.push(entry(`${name}/${path}`, { type: '0', mode, date, size: content.length }), content, padding(content));
    }
  }
  const packed = gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * block)]), { level: 9 });
  // The system that packed it: unknown, as with npm.
  packed[9] = 255;
  writeFileSync(target, packed);
}

function entriesOf(folder, below = '') {
  return readdirSync(join(folder, below))
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((each) => {
      const path = below === '' ? each : `${below}/${each}`;
      const stat = lstatSync(join(folder, path));
      if (stat.isDirectory()) return [{ path, isFolder: true }, ...entriesOf(folder, path)];
      if (!stat.isFile()) throw new Error(`${path} is neither a file nor a folder, so it cannot be packed`);
      return [{ path, isFolder: false }];
    });
}

function padding(content) {
  return Buffer.alloc((block - (content.length % block)) % block);
}

/** The head of an entry, in the form of POSIX.1-1988 (ustar). */
function entry(path, { type, mode, date, size = 0 }) {
  const [name, prefix] = splitPath(path);
  const head = Buffer.alloc(block);
  const octal = (value, at, length) => head.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  head.write(name, 0, 'utf8');
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(date, 136, 12);
  head.write('        ', 148, 'latin1');
  head.write(`${type}`, 156, 'latin1');
  head.write('ustar\x0000', 257, 'latin1');
  head.write('root', 265, 'latin1');
  head.write('root', 297, 'latin1');
  head.write(prefix, 345, 'utf8');
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return head;
}

/** A path of more than 100 bytes goes into two members of the head, split at a slash. */
function splitPath(path) {
  const long = (text) => Buffer.byteLength(text);
  if (long(path) <= 100) return [path, ''];
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (long(prefix) <= 155 && long(name) <= 100 && name !== '') return [name, prefix];
  }
  throw new Error(`${path} is too long for an archive: Expected at most 255 bytes, split at a slash`);
}
