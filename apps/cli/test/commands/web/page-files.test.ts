import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readPageFiles } from '../../../src/commands/web/page-files.ts';
import { Scratch } from '../../support/scratch.ts';

describe('the files of a page', () => {
  test('are those of the folder, by their paths, with their types', () => {
    using scratch = new Scratch();
    mkdirSync(scratch.path('assets'));
    for (const name of ['index.html', 'assets/app.js', 'assets/icon.SVG', 'm.webmanifest']) {
      writeFileSync(scratch.path(name), name);
    }
    const files = readPageFiles(`${scratch.path('.')}/`);
    expect(Object.fromEntries([...files].map(([path, { type }]) => [path, type]))).toEqual({
      '/index.html': 'text/html; charset=utf-8',
      '/assets/app.js': 'text/javascript; charset=utf-8',
      '/assets/icon.SVG': 'image/svg+xml',
      '/m.webmanifest': 'application/manifest+json; charset=utf-8',
    });
    const tags = new Set([...files.values()].map(({ etag }) => etag));
    expect(tags.size).toBe(4);
  });

  test('do not have the worker, which would stay in the browser when the helper has ended', () => {
    using scratch = new Scratch();
    mkdirSync(scratch.path('assets'));
    for (const name of ['index.html', 'service-worker.js', 'assets/service-worker.js']) {
      writeFileSync(scratch.path(name), name);
    }
    expect([...readPageFiles(scratch.path('.')).keys()].sort()).toEqual(['/assets/service-worker.js', '/index.html']);
  });

  test.skipIf(process.platform === 'win32')('are neither hidden, nor elsewhere, nor of an unknown kind', () => {
    using scratch = new Scratch();
    mkdirSync(scratch.path('site/.git'), { recursive: true });
    writeFileSync(scratch.path('secret.json'), '{}');
    writeFileSync(scratch.path('site/index.html'), '');
    for (const name of ['.git/config.json', '.env.json', 'app.js.map', 'x.constructor', 'key.pem', 'plain']) {
      writeFileSync(scratch.path(`site/${name}`), '');
    }
    symlinkSync(scratch.path('secret.json'), scratch.path('site/link.json'));
    symlinkSync(scratch.path('.'), scratch.path('site/up'));
    expect([...readPageFiles(scratch.path('site')).keys()]).toEqual(['/index.html']);
  });
});
