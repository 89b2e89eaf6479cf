// Serves a folder on the loopback address, as any static host would: for tests, checks and readers of the site.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIPv6 } from 'node:net';
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
 * Serves `folder` below the path `base`, by default on a free port, and returns the address and `close()`. If the folder
 * has a page `404.html`, that is the answer for everything that it does not have.
 *
 * @param {string} folder
 * @param {{ base?: string, host?: string, port?: number }} [options]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, { base = '/', host = '127.0.0.1', port = 0 } = {}) {
  const server = createServer((request, response) => {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const way = isReading ? wayTo(folder, base, request.url ?? '/') : undefined;
    if (way !== undefined) {
      response.writeHead(307, { location: way }).end();
      return;
    }
    const found = fileOf(folder, base, request.url ?? '/');
    const file = found ?? fileOf(folder, base, `${base}404.html`);
    if (file === undefined || !isReading) {
      response.writeHead(found === undefined ? 404 : 405, { 'content-type': 'text/plain' }).end();
      return;
    }
    // The names of assets change with their content; everything else is asked for anew.
    const cache = /[\\/]assets[\\/]/.test(file.path) ? 'max-age=31536000, immutable' : 'no-cache';
    response.writeHead(found === undefined ? 404 : 200, {
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
    server.listen(port, host, () => resolve(undefined));
  });
  const name = isIPv6(host) ? `[${host}]` : host === '127.0.0.1' ? 'localhost' : host;
  const url = `http://${name}:${server.address().port}${base}`;
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { url, close };
}

/** Returns where a browser that has left out a part of the address is sent; undefined if it has not. */
function wayTo(folder, base, address) {
  if (base !== '/' && (address === '/' || address === base.slice(0, -1))) return base;
  const path = /^[^?#]*/.exec(address)?.[0] ?? '';
  if (path.endsWith('/') || /^\/[/\\]/.test(path)) return undefined;
  const isFolder = fileOf(folder, base, path) === undefined && fileOf(folder, base, `${path}/`) !== undefined;
  return isFolder ? `${path}/` : undefined;
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
