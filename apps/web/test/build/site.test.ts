import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
});
