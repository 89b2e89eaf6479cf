import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type Bytes, ProvisioningError } from '@esp-prov/protocol';

/** A file of the page. */
export interface PageFile {
  /** Its media type. */
  readonly type: string;
  readonly body: Bytes;
  readonly etag: string;
}

/** Media types by the ending of a name; other files are none of a page. */
const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.ico', 'image/x-icon'],
  ['.webp', 'image/webp'],
  ['.woff2', 'font/woff2'],
  ['.wasm', 'application/wasm'],
]);

/** Outlives the helper, and would go on showing the page to whoever opens another program's page at the same port. */
const worker = '/service-worker.js';

/** Most files and bytes of a page; one that has more is another folder that was named by mistake. */
const mostFiles = 1000;
const mostBytes = 64 * 1024 * 1024;

/**
 * Reads the files of a built page into memory, by their path from `/` on. Nothing else is served afterwards, whatever a
 * request asks for. Hidden files, source maps, the service worker and unknown kinds are left out, links are not followed.
 *
 * @throws ProvisioningError `host/file-unusable`
 */
export function readPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    const type = types.get(extname(name).toLowerCase());
    if (!entry.isFile() || type === undefined || name.includes('/.') || name === worker) continue;
    const body = new Uint8Array(readFileSync(path));
    bytes += body.length;
    if (files.size === mostFiles || bytes > mostBytes) throw unusable(folder, 'it holds too much for a page');
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(name, { type, body, etag });
  }
  if (!files.has('/index.html')) throw unusable(folder, 'it holds no index.html');
  return files;
}

function unusable(folder: string, why: string): ProvisioningError {
  return new ProvisioningError('host/file-unusable', `the folder ${folder} is no built page: ${why}`, {
    details: { path: folder },
  });
}
