import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { mediaTypes } from '../../../scripts/web/serve-folder.mjs';

/**
 * Serves folders on a free port of loopback, as any static host would. `folders` maps the beginning of a path (`/` or
 * `/app/`) to a folder; `files` maps whole paths to texts; `headers` go with every answer.
 */
export async function startStaticServer({ folders = {}, files = {}, headers = {} }) {
  const places = Object.entries(folders).sort(([a], [b]) => b.length - a.length);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const found = files[pathname] !== undefined ? { path: pathname, body: files[pathname] } : await find(pathname);
    if (found === undefined) response.writeHead(404, { 'Content-Type': 'text/plain', ...headers });
    else response.writeHead(200, { 'Content-Type': mediaTypes[extname(found.path)] ?? 'text/plain', ...headers });
    response.end(request.method === 'HEAD' ? undefined : found?.body);
  });

  async function find(pathname) {
    const [prefix, folder] = places.find(([each]) => pathname.startsWith(each)) ?? [];
    if (folder === undefined) return undefined;
    const path = normalize(join(folder, decodeURIComponent(pathname.slice(prefix.length))));
    if (path !== normalize(folder) && !path.startsWith(normalize(folder + sep))) return undefined;
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined) return undefined;
    const file = facts.isDirectory() ? join(path, 'index.html') : path;
    return await readFile(file).then(
      (body) => ({ path: file, body }),
      () => undefined,
    );
  }

  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    origin: `http://localhost:${port}`,
    headers,
    files,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
