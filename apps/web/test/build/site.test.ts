import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveFolder } from '../../../../scripts/web/serve-folder.mjs';
import { visitSite } from '../../../../scripts/web/visit-site.mjs';
import { type BuiltSite, buildSite } from '../support/built-site.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/[\\/]$/, '');
let site: BuiltSite;

beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site.remove());

const scripts = () => site.files.filter((path) => path.endsWith('.js'));
const texts = () => site.files.filter((path) => /\.(js|css|html|svg|webmanifest|txt)$/.test(path));

describe('The built page', () => {
  test('names only files that are there, by relative paths', () => {
    const page = site.read('index.html');
    const named = [...page.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, target = '']) => target);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((target) => !target.startsWith('./') && !target.startsWith('https://'))).toEqual([]);
    const files = named.filter((target) => target.startsWith('./') && target !== './').map((path) => path.slice(2));
    expect(files.filter((path) => !site.files.includes(path))).toEqual([]);
  });

  test('has scripts that import only each other, by relative paths', () => {
    const offences = scripts().flatMap((path) =>
      [...site.read(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*(["'`])([^"'`]+)\1/g)]
        .map(([, , target = '']) => target)
        .filter((target) => !site.files.includes(posix.join(posix.dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    );
    expect(offences).toEqual([]);
  });

  test('holds no module of Node, no path of the machine and no map', () => {
    for (const path of texts()) {
      const text = site.read(path);
      expect(text, path).not.toMatch(/["'`]node:[a-z]/);
      expect(text, path).not.toContain(root);
      expect(text, path).not.toContain('sourceMappingURL');
    }
    expect(site.files.filter((path) => path.endsWith('.map'))).toEqual([]);
  });

  test('keeps to its policy: no script, style or handler is inline, and none is made of text', () => {
    for (const path of site.files.filter((each) => each.endsWith('.html'))) {
      const page = site.read(path);
      expect(page, path).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
      for (const [, attributes = '', body = ''] of page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
        expect(attributes, path).toContain('src=');
        expect(body, path).toBe('');
      }
    }
    for (const path of scripts()) expect(site.read(path), path).not.toMatch(/\beval\(|new Function\(/);
  });

  test('says its policy before it loads anything', () => {
    const page = site.read('index.html');
    const [policy = ''] = page.match(/<meta http-equiv="Content-Security-Policy" content="[^"]*"/) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.indexOf(policy)).toBeLessThan(page.search(/<(script|link)/));
  });

  test('can be installed: the manifest and its icons are there, and lead nowhere else', () => {
    const manifest = JSON.parse(site.read('manifest.webmanifest'));
    expect([manifest.start_url, manifest.scope, manifest.id]).toEqual(['./', './', './']);
    for (const { src } of manifest.icons) expect(site.files).toContain(src);
    expect(manifest.icons.some(({ purpose }: { purpose?: string }) => purpose === 'maskable')).toBe(true);
  });

  test.each(['/', '/deep/down/'])('works below %s: all that it names is there, with its media type', async (base) => {
    const server = await serveFolder(site.folder, { base });
    try {
      const { visited, complaints } = await visitSite(server.url, [
        '',
        'service-worker.js',
        'esp-provision-button.js',
        'esp-prov-web.js',
        'examples/',
      ]);
      expect(complaints).toEqual([]);
      expect(visited).toContain('icons/mark-512.png');
      expect(site.files.filter((path) => /^assets\/.*\.js$/.test(path) && !visited.includes(path))).toEqual([]);
    } finally {
      await server.close();
    }
  });

  test('keeps all of itself for times without a network', () => {
    const [, list = '[]'] = /files:(\[[^\]]*\])/.exec(site.read('service-worker.js')) ?? [];
    const kept: string[] = JSON.parse(list);
    const others = site.files.filter((path) => !kept.includes(path));
    expect(others.filter((path) => !/^examples\/|\.txt$/.test(path))).toEqual(['service-worker.js']);
    expect(kept.filter((path) => !site.files.includes(path))).toEqual([]);
    expect(site.read('index.html')).toMatch(/<meta name="version" content="[0-9a-f]{16}"/);
  });
});
