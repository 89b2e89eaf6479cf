/** Where a helper is, and what it has to be shown. */
export interface HelperPlace {
  /** Beginning of its addresses; empty: where the page comes from. */
  readonly base: string;
  readonly token: string;
}

const key = 'esp-prov-helper';

/**
 * Returns the helper that the address of the page named behind `#helper=`: `TOKEN` on a page that the helper serves,
 * `PORT-TOKEN` on others. It is kept in `storage`, that of the tab, as the address bar is cleared and a reload has to
 * find it.
 *
 * @param given - what stood in the address; undefined: nothing
 */
export function helperPlace(
  given: string | undefined,
  storage?: Pick<Storage, 'getItem' | 'setItem'> | undefined,
): HelperPlace | undefined {
  const place = given === undefined ? undefined : readPlace(given);
  if (given === undefined || !place) return readPlace(quietly(() => storage?.getItem(key)) ?? '');
  quietly(() => storage?.setItem(key, given));
  return place;
}

function readPlace(text: string): HelperPlace | undefined {
  const [, port, token] = /^(?:(\d{1,5})-)?([0-9a-f]{32})$/.exec(text) ?? [];
  if (token === undefined) return undefined;
  if (port !== undefined && (Number(port) === 0 || Number(port) > 65_535)) return undefined;
  return { base: port === undefined ? '' : `http://localhost:${port}`, token };
}

/** Some browsers keep pages from storing anything; a reload then asks for the helper again. */
function quietly<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
