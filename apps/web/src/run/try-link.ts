import { type Clock, underSignals, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { FlowWorld } from './flow-world.ts';

/** Longest wait for any answer of a device that has just joined. */
const limitMs = 8000;

/** Addresses of local networks. Not of this computer: a device would have its programs asked what it likes. RFC 1918, RFC 3927 */
const privateAddress = /^(10\.\d{1,3}|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}$/;

/** Whether a page may ask for an answer of this URL: plain HTTP, to a device in the house. */
function isLocal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  const isPrivate = privateAddress.test(hostname);
  return protocol === 'http:' && (isPrivate || /^[a-z0-9-]{1,63}\.local$/i.test(hostname));
}

/** Where a device may have a page, the likeliest first. */
export interface LinkFacts {
  readonly ip4: string | undefined;
  readonly nextUrl: string | undefined;
  /** Its name in the network, without `.local`. */
  readonly hostName: string | undefined;
}

/** Returns the URLs to try; a page that the device names comes first, at its own name and at the address. */
export function linksOf({ ip4, nextUrl, hostName }: LinkFacts): string[] {
  const isNamed = hostName !== undefined && /^[a-z0-9-]{1,63}$/i.test(hostName);
  const urls = [
    ...(nextUrl === undefined ? [] : [nextUrl, ...atAddress(nextUrl, ip4)]),
    ...(isNamed ? [`http://${hostName.toLowerCase()}.local/`] : []),
    ...(ip4 === undefined ? [] : [`http://${ip4}/`]),
  ];
  return [...new Set(urls)];
}

/** The same page at the address, for computers that do not find names with `.local`. */
function atAddress(nextUrl: string, ip4: string | undefined): string[] {
  if (ip4 === undefined || !isLocal(nextUrl)) return [];
  const url = new URL(nextUrl);
  url.hostname = ip4;
  return [url.href];
}

/**
 * Returns the first URL of the list at which something answers, all of them asked at once. That proves no more than
 * “answers from here”: a page may not read what others answer.
 */
export async function tryLinks(
  urls: readonly string[],
  { fetch, clock, signal }: { readonly fetch: FlowWorld['fetch']; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<string | undefined> {
  if (!fetch) return undefined;
  const found = new AbortController();
  const ask = async (url: string, either: AbortSignal) => {
    const reason = () => new DOMException('no answer', 'TimeoutError');
    const init: RequestInit = {
      mode: 'no-cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    };
    await withDeadline({ clock, ms: limitMs, reason, signal: either }, (both) =>
      untilAborted(fetch(url, { ...init, signal: both }), both),
    );
    return url;
  };
  const tries = urls
    .filter(isLocal)
    .map((url) => underSignals([signal, found.signal], (either) => ask(url, either)).catch(() => undefined));
  try {
    // In the order of the list; one behind the first that answers is not waited for.
    for (const each of tries) {
      const url = await each;
      if (url !== undefined) return url;
    }
    return undefined;
  } finally {
    found.abort();
  }
}
