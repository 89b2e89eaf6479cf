import { describe, expect, test } from 'vitest';
import { siteLinks } from '../../sources/site-links.mjs';

const known = new Map([
  ['docs/reference/errors.md', 'reference/errors.md'],
  ['docs/reference/errors/wifi/auth-error.md', 'reference/errors/wifi/auth-error.md'],
  ['docs/guides/by-hand.md', 'guides/by-hand.md'],
  ['packages/client/README.md', 'reference/client.md'],
  ['packages/client', 'reference/client.md'],
]);

/** What a page of the guides becomes. */
function asGuide(text: string, repository = ''): string {
  return siteLinks(text, { home: 'docs/guides/by-hand.md', path: 'guides/by-hand.md', known, repository });
}

describe('siteLinks', () => {
  test('keeps links to pages of the site', () => {
    expect(asGuide('[errors](../reference/errors.md#wifi)')).toBe('[errors](../reference/errors.md#wifi)');
  });

  test('leads to the page of an error where a link names its heading in the list', () => {
    expect(asGuide('[`wifi/auth-error`](../reference/errors.md#wifiauth-error)')).toBe(
      '[`wifi/auth-error`](../reference/errors/wifi/auth-error.md)',
    );
    expect(asGuide('[other](../reference/errors.md#wifiother)')).toBe('[other](../reference/errors.md#wifiother)');
  });

  test('leads on from labels that hold code', () => {
    expect(asGuide('[the `client`](../../packages/client/README.md) and `[a](../b.md)`')).toBe(
      '[the `client`](../reference/client.md) and `[a](../b.md)`',
    );
  });

  test('leads on from labels with brackets', () => {
    expect(asGuide('[esp-prov [provision] --json](../reference/errors.md)')).toBe(
      '[esp-prov [provision] --json](../reference/errors.md)',
    );
    expect(asGuide('[esp-prov [provision] --json](../../packages/client)')).toBe(
      '[esp-prov [provision] --json](../reference/client.md)',
    );
  });

  test('names a page in place of the file that a README elsewhere names', () => {
    const text = 'More in `docs/guides/by-hand.md` of the repository, and `docs/none.md`.';
    const titles = new Map([['guides/by-hand.md', 'By hand']]);
    const links = siteLinks(text, { home: 'packages/client/README.md', path: 'reference/client.md', known, titles });
    expect(links).toBe('More in [By hand](../guides/by-hand.md), and `docs/none.md`.');
  });

  test('leads to the page that shows a file from elsewhere', () => {
    expect(asGuide('[the client](../../packages/client/README.md#ble)')).toBe(
      '[the client](../reference/client.md#ble)',
    );
  });

  test('leads to the page that shows a folder', () => {
    expect(asGuide('[one](../../packages/client), [two](../../packages/client/)')).toBe(
      '[one](../reference/client.md), [two](../reference/client.md)',
    );
  });

  test('leads pictures of docs/ to their copies, wherever the page comes from', () => {
    const text = '![a](../../docs/pictures/a.svg) ![b](logo.svg)';
    const page = siteLinks(text, { home: 'apps/cli/README.md', path: 'reference/commands/about.md', known: new Map() });
    expect(page).toBe('![a](../../pictures/a.svg) ![b](logo.svg)');
  });

  test('keeps pictures', () => {
    expect(asGuide('![a drawing](../drawings/life.svg)')).toBe('![a drawing](../drawings/life.svg)');
  });

  test('leads to the repository where a file is no page', () => {
    expect(asGuide('[an example](../../examples/client.mjs)', 'https://example.org/esp-prov')).toBe(
      '[an example](https://example.org/esp-prov/blob/main/examples/client.mjs)',
    );
  });

  test('leaves the label where the repository has no address', () => {
    expect(asGuide('[an example](../../examples/client.mjs)')).toBe('an example');
  });

  test('leads there from a label that is code', () => {
    expect(asGuide('`x` [`client`](../../packages/client), [`Array`\\<`T`\\>](../../packages/client)')).toBe(
      '`x` [`client`](../reference/client.md), [`Array`\\<`T`\\>](../reference/client.md)',
    );
  });

  test('leaves code as it is', () => {
    expect(asGuide('`[a](../b.md)`')).toBe('`[a](../b.md)`');
  });
});
