import { describe, expect, test } from 'vitest';
import { openServedDevice } from '../../src/helper/served-by-device.ts';

/** A page at an address, with the mark of its server. */
function page(protocol: string, host: string, content?: string) {
  const querySelector = (selectors: string) =>
    selectors === 'meta[name="esp-prov-served-by"]' && content !== undefined ? { content } : null;
  return { location: { protocol, host }, document: { querySelector } };
}

describe('the device that serves the page', () => {
  test('is reached where the page comes from', async () => {
    const transport = await openServedDevice(page('http:', '192.168.4.1', 'device'))?.({});
    expect(transport?.kind).toBe('http');
    expect(await openServedDevice(page('http:', '[fd00::1]:8080', 'device'))?.({})).toBeDefined();
  });

  test('is none on pages without its mark, with another one, or over https', () => {
    expect(openServedDevice(page('http:', '192.168.4.1'))).toBeUndefined();
    expect(openServedDevice(page('http:', '192.168.4.1', 'helper'))).toBeUndefined();
    expect(openServedDevice(page('https:', 'setup.example', 'device'))).toBeUndefined();
  });
});
