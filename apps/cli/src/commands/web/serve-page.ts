import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageFile } from './page-files.ts';
import { pageHeaders, safetyHeaders } from './page-headers.ts';

/** Longest path of a request that is looked at; no file of the page has a longer one. */
const longestPath = 1024;

/** Answers a request for a file of the page. What is not in the map does not exist. */
export function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, PageFile>,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return void response.writeHead(405, { ...safetyHeaders, Allow: 'GET, HEAD', 'Content-Length': 0 }).end();
  }
  const file = files.get(filePath(request.url ?? ''));
  if (!file) {
    const headers = { ...pageHeaders, 'Content-Type': 'text/plain; charset=utf-8' };
    return void response.writeHead(404, headers).end(request.method === 'HEAD' ? '' : 'Not found.\n');
  }
  const headers = { ...pageHeaders, ETag: file.etag };
  if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304, headers).end();
  response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': file.body.length });
  response.end(request.method === 'HEAD' ? '' : file.body);
}

/** Returns the path of the file that a request target names; one that cannot be read names none. */
function filePath(target: string): string {
  const path = target.split(/[?#]/, 1)[0] as string;
  if (path.length > longestPath) return '';
  try {
    const plain = decodeURIComponent(path);
    return plain.endsWith('/') ? `${plain}index.html` : plain;
  } catch {
    return '';
  }
}
