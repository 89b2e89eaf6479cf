import { type Bytes, utf8 } from '@esp-prov/protocol';
import type { HttpAnswer, HttpRequest } from './http-message.ts';

/** A file that a device serves. */
export interface ServedFile {
  /** Its media type. */
  readonly type: string;
  readonly body: Bytes;
  /** How `body` is compressed, such as `gzip`: it is sent so, whatever a client asks for. */
  readonly encoding?: string | undefined;
}

/** A page that a device serves beside its endpoints. */
export interface ServedPage {
  /** Files by their paths, from `/index.html` on. Nothing else is ever served. */
  readonly files: ReadonlyMap<string, ServedFile>;
  /**
   * Origin at which the device is reached, such as `http://192.168.4.1`. Requests for other hosts, which the name server
   * of an access point leads to the device, are sent there; so are the requests by which systems look for the Internet.
   */
  readonly origin?: string | undefined;
}

/** Longest path that is looked up. */
const longestPath = 256;

/**
 * By these requests systems find out whether a network leads to the Internet. An answer that is not the one that they
 * know makes them show it: it is the page of a captive portal.
 */
const probes: ReadonlySet<string> = new Set([
  // Android and Chrome OS
  '/generate_204',
  '/gen_204',
  // iOS and macOS
  '/hotspot-detect.html',
  '/library/test/success.html',
  // Windows
  '/connecttest.txt',
  '/ncsi.txt',
  '/redirect',
  // Firefox
  '/canonical.html',
  '/success.txt',
  // NetworkManager, Kindle
  '/check_network_status.txt',
  '/kindle-wifi/wifistub.html',
]);

/** Returns the answer to a request for the page; undefined: it asks for nothing of it. */
export function pageAnswer({ method, path, host }: HttpRequest, page: ServedPage): HttpAnswer | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const name = fileName(path);
  if (name === undefined) return undefined;
  if (probes.has(name) || !isOwnHost(host, page)) return redirect(page);
  const file = page.files.get(name.endsWith('/') ? `${name}index.html` : name);
  if (!file) return undefined;
  return answer(200, 'OK', file.body, {
    'Content-Type': file.type,
    ...(file.encoding === undefined ? {} : { 'Content-Encoding': file.encoding }),
    'Cache-Control': 'no-cache',
  });
}

function redirect({ origin = '' }: ServedPage): HttpAnswer {
  const headers = { 'Content-Type': 'text/html', Location: `${origin}/`, 'Cache-Control': 'no-store' };
  return answer(302, 'Found', utf8('The page of this device is elsewhere.'), headers);
}

function answer(status: number, reason: string, body: Bytes, headers: Record<string, string>): HttpAnswer {
  const safety = { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'no-referrer' };
  return { status, reason, headers: { ...headers, ...safety }, body, close: false };
}

/** Whether a request names the device itself; one that names nobody means whoever it has reached. */
function isOwnHost(host: string | undefined, { origin }: ServedPage): boolean {
  if (host === undefined || origin === undefined) return true;
  return `http://${host.toLowerCase().replace(/:80$/, '')}` === origin.toLowerCase();
}

/** Returns the path of a request target, read once; undefined for one that no file can have. */
function fileName(target: string): string | undefined {
  const path = target.replace(/[?#].*$/s, '');
  if (!path.startsWith('/') || path.length > longestPath) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
