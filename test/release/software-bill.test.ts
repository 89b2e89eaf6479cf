import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockedPackages, readLock } from '../../scripts/release/locked-packages.mjs';
import { sitePart } from '../../scripts/release/make-bill.mjs';
import { joinLicences } from '../../scripts/release/make-licences.mjs';
import { softwareBill } from '../../scripts/release/software-bill.mjs';
import { validateBill } from '../../scripts/release/validate-bill.mjs';
import { packagesNamedIn, thirdPartyText } from '../../scripts/stage/third-party.mjs';
import { root } from '../../scripts/workspaces.mjs';

const integrity = `sha512-${Buffer.alloc(64, 1).toString('base64')}`;
const other = (name: string, needs: string[] = [], license = 'MIT') => ({
  name,
  version: '1.0.0',
  license,
  integrity,
  needs,
});
const lock = {
  'packages/one': { version: '0.1.0', dependencies: { a: '^1.0.0', '@esp-prov/two': '0.1.0' } },
  'packages/two': { version: '0.1.0', dependencies: { b: '^2.0.0' } },
  'packages/one/node_modules/a': other('a'),
  'node_modules/a': { ...other('a'), version: '9.0.0' },
  'node_modules/@esp-prov/two': { link: true, resolved: 'packages/two' },
  'node_modules/b': { ...other('b'), dependencies: { a: '*' } },
};

describe('What a package brings along', () => {
  test('is what the lock has for it and for its siblings, each from where Node finds it', () => {
    const { direct, all } = lockedPackages(lock, 'packages/one');
    expect(direct).toEqual(['a@1.0.0']);
    expect([...all.keys()].sort()).toEqual(['a@1.0.0', 'a@9.0.0', 'b@1.0.0']);
    expect(all.get('b@1.0.0')?.needs).toEqual(['a@9.0.0']);
  });

  test('is missed where the lock does not have it', () => {
    expect(() => lockedPackages({ 'packages/x': { dependencies: { y: '1' } } }, 'packages/x')).toThrow(
      'package-lock.json does not have y, which packages/x needs',
    );
  });

  test('is little, for the packages of this repository', () => {
    const { all } = lockedPackages(readLock(root), 'packages/client');
    expect([...all.values()].map(({ name }) => name)).toContain('@bufbuild/protobuf');
    expect(all.size).toBeLessThan(10);
  });
});

describe('The bill of materials', () => {
  const bill = () =>
    softwareBill({
      version: '0.1.0',
      date: 1_700_000_000,
      node: '20.0.0',
      parts: [
        {
          key: '@esp-prov/one@0.1.0',
          type: 'library',
          name: '@esp-prov/one',
          version: '0.1.0',
          purl: 'pkg:npm/%40esp-prov/one@0.1.0',
          needs: ['a@1.0.0'],
          holds: [],
        },
        {
          key: 'app',
          type: 'application',
          name: 'app',
          version: '0.1.0',
          needs: [],
          holds: ['b@1.0.0', 'node@20.0.0'],
        },
      ],
      others: new Map([
        ['b@1.0.0', other('b', [], '(MIT OR Apache-2.0)')],
        ['a@1.0.0', other('a', ['b@1.0.0'])],
      ]),
    });

  test('is valid CycloneDX, without a number or a time of the run', () => {
    expect(() => validateBill(bill())).not.toThrow();
    expect(bill()).not.toHaveProperty('serialNumber');
    expect(bill().metadata.timestamp).toBe('2023-11-14T22:13:20.000Z');
    expect(JSON.stringify(bill())).toBe(JSON.stringify(bill()));
  });

  test('says what is bundled, what is installed, and under which licence', () => {
    const { components, dependencies } = bill();
    const component = (name: string) => components.find((each) => each.name === name);
    expect(component('b')).toMatchObject({
      licenses: [{ expression: '(MIT OR Apache-2.0)' }],
      hashes: [{ alg: 'SHA-512', content: '01'.repeat(64) }],
      purl: 'pkg:npm/b@1.0.0',
      properties: [{ name: 'esp-prov:bundled-in', value: 'app' }],
    });
    expect(component('a')).not.toHaveProperty('properties');
    expect(dependencies).toContainEqual({ ref: '@esp-prov/one@0.1.0', dependsOn: ['a@1.0.0'] });
    expect(dependencies).toContainEqual({ ref: 'app', dependsOn: ['b@1.0.0', 'node@20.0.0'] });
    expect(dependencies).toContainEqual({ ref: 'a@1.0.0', dependsOn: ['b@1.0.0'] });
  });

  test.each([
    [
      'a licence that SPDX does not know',
      () => ({
        ...bill(),
        components: [{ type: 'library', name: 'x', 'bom-ref': 'x', licenses: [{ license: { id: 'Mine' } }] }],
        dependencies: [],
      }),
    ],
    ['another member', () => ({ ...bill(), made: 'yesterday' })],
    ['a reference that leads nowhere', () => ({ ...bill(), dependencies: [{ ref: 'nobody', dependsOn: [] }] })],
    [
      'a component that is there twice',
      () => ({ ...bill(), components: [...bill().components, bill().components[0]], dependencies: [] }),
    ],
  ])('is refused for %s', (_, wrong) => {
    expect(() => validateBill(wrong() as never)).toThrow('The bill of materials is not CycloneDX');
  });
});

test('What a THIRD-PARTY.txt names is read as it was written', () => {
  const packages = ['a', '@b/c'].map((name) => ({
    folder: root,
    manifest: { name, version: '1.2.3', license: 'MIT' },
  }));
  expect(packagesNamedIn(thirdPartyText(packages, { apache: '' }))).toEqual([
    { name: 'a', version: '1.2.3' },
    { name: '@b/c', version: '1.2.3' },
  ]);
});

test('Licences of several parts are one list, each package once', () => {
  const text = (...names: string[]) =>
    thirdPartyText(
      names.map((name) => ({ folder: root, manifest: { name, version: '1.2.3', license: 'Apache-2.0' } })),
      { apache: '' },
    );
  const entries = joinLicences([text('b', 'a'), text('c', 'b')]);
  expect(entries.map((each) => each.split(' ')[0])).toEqual(['a', 'b', 'c']);
});

test('The site is a part that holds what its own lock and that of the demo have', () => {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-bill-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'demo'));
  const notice = (name: string) =>
    thirdPartyText([{ folder: root, manifest: { name, version: '1.0.0', license: 'MIT' } }], { apache: '' });
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), notice('s'));
  writeFileSync(join(folder, 'demo/THIRD-PARTY.txt'), notice('d'));
  const others = new Map();
  const locks = { lock: { 'node_modules/d': other('d') }, siteLock: { 'node_modules/s': other('s') } };
  const part = () => sitePart({ out: folder, version: '0.1.0', html: folder, others, ...locks });
  expect(part()).toBeUndefined();
  writeFileSync(join(folder, 'esp-prov-0.1.0-site.tar.gz'), '');
  expect(part()).toMatchObject({ name: 'esp-prov-0.1.0-site', holds: ['d@1.0.0', 's@1.0.0'] });
  expect([...others.keys()].sort()).toEqual(['d@1.0.0', 's@1.0.0']);
});
