import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../../support/device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

/** A folder with a page. */
function pageIn(scratch: Scratch, text: string): string {
  mkdirSync(scratch.path('site'));
  writeFileSync(scratch.path('site/index.html'), text);
  return scratch.path('site');
}

describe.concurrent('device --serve-app', { timeout: testTimeoutMs }, () => {
  test('serves the page, tells it where it is from, and is provisioned meanwhile', async () => {
    using scratch = new Scratch();
    const folder = pageIn(scratch, '<!doctype html><html><head><title>t</title></head></html>');
    await using device = await startDevice([
      '--fast',
      '--serve-app',
      folder,
      '--allow-origin',
      'https://setup.example',
    ]);
    const base = `http://${device.address}`;
    await device.program.sees(new RegExp(`Or open its page: ${base}/`));
    const page = await fetch(base);
    expect(await page.text()).toContain('<head><meta name="esp-prov-served-by" content="device"><title>');
    const probe = await fetch(`${base}/hotspot-detect.html`, { redirect: 'manual' });
    expect(probe.headers.get('location')).toBe(`${base}/`);
    const version = await fetch(`${base}/proto-ver`, {
      method: 'POST',
      body: '---',
      headers: { Origin: 'https://setup.example' },
    });
    expect(await version.text()).toContain('"ver"');
    expect(version.headers.get('access-control-allow-origin')).toBe('https://setup.example');
    const client = await run(['info', '--service-name', device.address, '--pop', 'abcd1234', '--json']);
    expect(client.code).toBe(0);
  });

  test('refuses what is no page, and transports that serve none', async () => {
    using scratch = new Scratch();
    const headless = pageIn(scratch, 'no page');
    const over = (transport: string, folder: string) =>
      run(['device', '--transport', transport, '--serve-app', folder, '--fast']);
    expectFailure(await over('softap', headless), 9, 'host/file-unusable');
    expectFailure(await over('softap', scratch.path('nowhere')), 9, 'host/file-unusable');
    expectFailure(await over('console', headless), 2, 'usage/invalid-option');
    expectFailure(await over('ble', headless), 2, 'usage/invalid-option');
  });
});
