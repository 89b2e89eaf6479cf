import { fetchTransport, type OpenTransport } from '@esp-prov/client';

/** The parts of a window that are used; `window` fits. */
interface ServedWindow {
  readonly location: Pick<Location, 'protocol' | 'host'>;
  readonly document: { querySelector(selectors: string): Pick<HTMLMetaElement, 'content'> | null };
}

/**
 * Returns the way to the device that serves this page; undefined on all other pages. Such a device puts
 * `<meta name="esp-prov-served-by" content="device">` into the head of the page: no request is needed to find out.
 */
export function openServedDevice({ location, document }: ServedWindow): OpenTransport | undefined {
  const mark = document.querySelector('meta[name="esp-prov-served-by"]');
  if (mark?.content !== 'device' || location.protocol !== 'http:') return undefined;
  return async () => fetchTransport(location.host, { credentials: 'same-origin' });
}
