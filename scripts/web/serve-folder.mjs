// Serves a folder on the loopback address, as any static host would: for tests and for the check of what is packed.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

/** Media types by the end of a file's name. */
export const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Serves `folder` below the path `base` on a free port, and returns the address and `close()`.
 *
 * @param {string} folder
 * @param {{ base?: string }} [options]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, { base = '/' } = {}) {
  const server = createServer((request, response) => {
    const file = fileOf(folder, base, request.url ?? '/');
    if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(file === undefined ? 404 : 405, { 'content-type': 'text/plain' }).end();
      return;
    }
    // The names of assets change with their content; everything else is asked for anew.
    const cache = /[\\/]assets[\\/]/.test(file.path) ? 'max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, {
      ...(mediaTypes[extname(file.path)] && { 'content-type': mediaTypes[extname(file.path)] }),
      'content-length': file.size,
      'cache-control': cache,
      'x-content-type-options': 'nosniff',
    });
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file.path)
        .on('error', () => response.destroy())
        .pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const url = `http://localhost:${server.address().port}${base}`;
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { url, close };
}

/** Returns path and size of the file that an address names, or undefined for none and for what is outside. */
function fileOf(folder, base, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(base) || path.includes('\0')) return undefined;
  const wanted = normalize(join(folder, path.slice(base.length), path.endsWith('/') ? 'index.html' : ''));
  if (!wanted.startsWith(normalize(folder + sep))) return undefined;
  const found = statSync(wanted, { throwIfNoEntry: false });
  return found?.isFile() ? { path: wanted, size: found.size } : undefined;
}
