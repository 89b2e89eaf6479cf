import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkVersions, manifestPaths, versionPlaces } from '../../scripts/release/check-versions.mjs';
import { root } from '../../scripts/workspaces.mjs';

/** Every file that holds the version. */
const files = [...manifestPaths(root), 'package-lock.json', 'site/package-lock.json', 'apps/cli/man/esp-prov.1'];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

describe('The version of a release', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'esp-prov-versions-'));
    for (const path of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      cpSync(join(root, path), join(folder, path));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is one everywhere in this repository', () => {
    expect(checkVersions(root)).toBe(version);
    expect(versionPlaces(root).length).toBeGreaterThan(80);
  });

  test.each(files.slice(1))('is missed where %s has another one', (path) => {
    const file = join(folder, path);
    writeFileSync(file, readFileSync(file, 'utf8').replace(version, '9.9.9'));
    expect(() => checkVersions(folder)).toThrow(`${path}: 9.9.9`);
    expect(() => checkVersions(folder)).toThrow('npm run version:set');
  });

  test('is missed where a package wants another version of a sibling, also in the lock', () => {
    const file = join(folder, 'packages/client/package.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(`"@esp-prov/protocol": "${version}"`, '"@esp-prov/protocol": "^1.0.0"'),
    );
    expect(() => checkVersions(folder)).toThrow(
      'packages/client/package.json, dependencies, @esp-prov/protocol: ^1.0.0',
    );
    const lock = join(folder, 'package-lock.json');
    const text = JSON.parse(readFileSync(lock, 'utf8'));
    text.packages['packages/virtual'].dependencies['@esp-prov/nvs'] = '8.8.8';
    writeFileSync(lock, JSON.stringify(text));
    expect(() => checkVersions(folder)).toThrow(
      'package-lock.json, packages/virtual, dependencies, @esp-prov/nvs: 8.8.8',
    );
  });

  test.each(['1.0', 'v1.0.0', '1.0.0-', '1.0.0+build'])('is not %j', (wrong) => {
    const file = join(folder, 'package.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version: wrong }));
    expect(() => checkVersions(folder)).toThrow(
      `Expected a version of Semantic Versioning, for example 1.2.0, and found ${wrong}`,
    );
  });
});
