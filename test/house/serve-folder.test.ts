import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder } from '../../scripts/web/serve-folder.mjs';

describe('A served folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-served-'));
  let served: Awaited<ReturnType<typeof serveFolder>>;
  const get = (path: string): Promise<Response> => fetch(new URL(path, served.url), { redirect: 'manual' });

  beforeAll(async () => {
    mkdirSync(join(folder, 'guides'));
    for (const [name, text] of Object.entries({ 'index.html': 'home', '404.html': 'none', 'guides/index.html': 'g' })) {
      writeFileSync(join(folder, name), text);
    }
    served = await serveFolder(folder, { base: '/sub/' });
  });
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });

  test('is at its base', async () => {
    expect(await (await get('/sub/')).text()).toBe('home');
    expect(await (await get('/sub/guides/?a#b')).text()).toBe('g');
  });

  test.each([
    ['/', '/sub/'],
    ['/sub', '/sub/'],
    ['/sub/guides', '/sub/guides/'],
  ])('leads from %s to %s', async (path, way) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('location')]).toEqual([307, way]);
  });

  test.each([
    '/other',
    '/sub/nothing',
    '/sub/%2e%2e/%2e%2e/etc/passwd',
    '/sub/..%2f..%2fetc%2fpasswd',
    '/sub/%00',
    '//elsewhere/x',
  ])('answers %s with its page for what is not there', async (path) => {
    const answer = await fetch(`${new URL(served.url).origin}${path}`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([404, 'none']);
  });

  test('takes no other method', async () => {
    expect((await fetch(served.url, { method: 'POST' })).status).toBe(405);
  });
});
