import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { packedReadme } from '../../scripts/stage/packed-readme.mjs';
import { missingAddresses, projectAddresses } from '../../scripts/stage/project.mjs';
import { staleFiles } from '../../scripts/stage/stage-library.mjs';
import { commandManifest, libraryManifest } from '../../scripts/stage/staged-manifest.mjs';
import { publishedPackages } from '../../scripts/workspaces.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = publishedPackages();
const addresses = {
  repository: 'https://example.org/esp-prov',
  homepage: 'https://example.org',
  bugs: 'https://example.org/esp-prov/issues',
};

describe('Every published package', () => {
  test.each(packages.map(({ home, manifest }) => [home, manifest] as const))('%s says what it is', (_, manifest) => {
    expect(manifest.author).toBe('The esp-prov authors');
    expect(manifest.license).toBe('Apache-2.0');
    expect(manifest.description).toMatch(/^[A-Z].*[^.]$/);
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
    expect(manifest.keywords.join(' ')).toMatch(/^[a-z0-9 -]+$/);
    expect(manifest.version).toBe(packages[0]?.manifest.version);
    // What npm attests, and to whom it gives the package.
    expect(manifest.publishConfig).toEqual({ access: 'public', provenance: true });
    // They follow from project.json when a release is staged.
    for (const name of ['repository', 'homepage', 'bugs']) expect(manifest).not.toHaveProperty(name);
  });

  test('has the addresses of project.json in its released manifest, and none of a clone’s members', () => {
    const manifest = {
      name: 'x',
      license: 'Apache-2.0',
      type: 'module',
      devDependencies: {},
      dependencies: { y: '1' },
    };
    expect(libraryManifest(manifest, { addresses, home: 'packages/x' })).toEqual({
      name: 'x',
      license: 'Apache-2.0',
      homepage: 'https://example.org',
      bugs: { url: 'https://example.org/esp-prov/issues' },
      repository: { type: 'git', url: 'git+https://example.org/esp-prov.git', directory: 'packages/x' },
      type: 'module',
      dependencies: { y: '1' },
    });
    expect(commandManifest(manifest, { addresses: {}, home: 'apps/x', files: ['dist'] })).toEqual({
      name: 'x',
      license: 'Apache-2.0',
      type: 'commonjs',
      files: ['dist'],
    });
  });
});

test('A built file whose source is gone is not released', () => {
  const files = ['a.js', 'a.d.ts', 'b/c.js', 'b/c.js.map', 'b/c.d.ts.map'].map((name) => `dist/${name}`);
  const sources = ['src/a.ts'];
  expect(staleFiles([...files, 'src/a.ts', 'README.md'], (path: string) => sources.includes(path))).toEqual(
    files.slice(2),
  );
});

describe('project.json', () => {
  test('leaves addresses out while they are empty, which a release names', () => {
    const some = projectAddresses('{ "repository": "https://example.org/x", "homepage": "", "bugs": "" }');
    expect(some).toEqual({ repository: 'https://example.org/x' });
    expect(missingAddresses(some)).toEqual(['homepage', 'bugs']);
    expect(missingAddresses(addresses)).toEqual([]);
    expect(() => projectAddresses()).not.toThrow();
  });

  test.each(['http://example.org/x', 'example.org', 'https://example.org/x/', 'https://', 'https://a b/'])(
    'does not take %j for an address',
    (repository) => expect(() => projectAddresses(JSON.stringify({ repository }))).toThrow('repository is no address'),
  );

  test('does not take a name that it does not know', () => {
    expect(() => projectAddresses('{ "issues": "https://example.org" }')).toThrow('issues is none of repository');
  });
});

const link = /\[[^\]]*\]\(([^()\s]+)\)/g;

/** Targets of the links of a page that lead to files. */
function fileLinks(text: string): string[] {
  const prose = text.replaceAll(/^```.*?^```|`[^`\n]+`/gms, '');
  return [...prose.matchAll(link)].map(([, target = '']) => target).filter((target) => !/^[a-z]+:|^#/.test(target));
}

describe('Links', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'interop/README.md']
    .concat(readdirSync(join(root, 'docs')).map((name) => `docs/${name}`))
    .concat(packages.map(({ home }) => `${home}/README.md`))
    .filter((page) => page.endsWith('.md'));

  test('of all pages lead to files of the clone', () => {
    const dead = pages.flatMap((page) =>
      fileLinks(readFileSync(join(root, page), 'utf8'))
        .filter((target) => !existsSync(join(root, dirname(page), target.replace(/#.*/, ''))))
        .map((target) => `${page}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  test.each(packages.map(({ home }) => home))('of %s as it is packed do not leave the package', (home) => {
    const isPacked = (path: string) => !path.startsWith('..') && existsSync(join(root, home, path));
    const packed = packedReadme(readFileSync(join(root, home, 'README.md'), 'utf8'), { home, isPacked });
    expect(fileLinks(packed).filter((target) => !isPacked(target.replace(/#.*/, '')))).toEqual([]);
  });

  test('that would leave the package become plain text, or lead to the repository', () => {
    const page = [
      'See [the docs](../../docs/flash.md#keys), [this](LICENSE), [that](#below), [a site](https://example.org).',
      'Code `[x](../y.md)` stays.',
      '```',
      '[x](../y.md)',
      '```',
    ].join('\n');
    const options = { home: 'packages/nvs', isPacked: (path: string) => path === 'LICENSE' };
    const [first = '', ...rest] = packedReadme(page, options).split('\n');
    expect(first).toBe('See the docs, [this](LICENSE), [that](#below), [a site](https://example.org).');
    expect(rest).toEqual(page.split('\n').slice(1));
    expect(packedReadme(page, { ...options, repository: addresses.repository })).toContain(
      '[the docs](https://example.org/esp-prov/blob/main/docs/flash.md#keys)',
    );
  });

  test('of pictures outside of the package lead to their bytes in the repository, or the picture is left out', () => {
    const page = 'Before.\n\n![Two terminals](../../docs/pictures/a.svg)\n\nAfter. ![ours](mark.svg)\n';
    const options = { home: 'apps/cli', isPacked: (path: string) => path === 'mark.svg' };
    expect(packedReadme(page, options)).toBe('Before.\n\nAfter. ![ours](mark.svg)\n');
    expect(packedReadme(page, { ...options, repository: addresses.repository })).toBe(
      page.replace('../../docs', 'https://example.org/esp-prov/raw/main/docs'),
    );
  });
});
