import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareSurfaces } from '../../scripts/released/compare-surfaces.mjs';
import { compareVersions, demandedVersion } from '../../scripts/released/demanded-version.mjs';
import { judgeChanges } from '../../scripts/released/judge-changes.mjs';
import { publicSurface } from '../../scripts/released/public-surface.mjs';

const report = (code: string) => `## API Report File for "x"\n\n> Do not edit.\n\n\`\`\`ts\n\n${code}\n\n\`\`\`\n`;

/** What changes between two reports of one interface, as `kind: name`. */
function changes(before: string, after: string): string[] {
  return compareSurfaces(new Map([['x.api.md', report(before)]]), new Map([['x.api.md', report(after)]])).map(
    ({ what, kind }) => `${kind}: ${what.replace('x.api.md: ', '')}`,
  );
}

describe('A change of an interface', () => {
  const options = '// @public\nexport interface Options {\n    // (undocumented)\n    readonly a?: number;\n}';

  test('is none where only words, spaces or order differ', () => {
    expect(
      changes(
        `${options}\n\nexport function f(a: number): void;`,
        `export function f(a:\n  number): void;\n/** More. */\n${options}`,
      ),
    ).toEqual([]);
  });

  test.each([
    ['a function that goes', 'export function f(): void;', '', ['removed: f']],
    ['a function that comes', '', 'export function f(): void;', ['added: f']],
    ['another parameter', 'export function f(): void;', 'export function f(a: number): void;', ['changed: f']],
    [
      'a form that comes',
      'export function f(): 1;',
      'export function f(): 1;\nexport function f(a: 2): 2;',
      ['changed: f'],
    ],
    ['an interface that goes, said once', options, '', ['removed: Options']],
    ['an optional member that comes', options, options.replace('}', 'b?: string }'), ['added: Options.b']],
    ['a member that all need', options, options.replace('}', 'b: string }'), ['demanded: Options.b']],
    ['a member that becomes needed', options, options.replace('a?', 'a'), ['changed: Options.a']],
    ['a member of another type', options, options.replace('number', 'bigint'), ['changed: Options.a']],
    [
      'a method that comes',
      'export class C { a(): void; }',
      'export class C { a(): void; b(): void; }',
      ['added: C.b'],
    ],
    ['a class that extends another', 'export class C {}', 'export class C extends D {}', ['changed: C']],
    ['a longer union', "export type T = 'a' | 'b';", "export type T = 'a' | 'b' | 'c';", ["added: T | 'c'"]],
    ['a shorter union', "export type T = 'a' | 'b' | 'c';", "export type T = 'a' | 'b';", ["removed: T | 'c'"]],
    ['a longer list', "export const l: readonly ['a'];", "export const l: readonly ['a', 'b'];", ["added: l | 'b'"]],
    ['another type', 'export type T = string;', 'export type T = number;', ['changed: T']],
    ['a larger object', 'export const o: { a: 1 };', 'export const o: { a: 1; b: 2 };', ['added: o.b']],
  ])('is %s', (_, before, after, expected) => expect(changes(before, after)).toEqual(expected));
});

describe('A change of JSON', () => {
  const schema = {
    title: 't',
    properties: { a: { type: 'string', description: 'old words', enum: ['x', 'y'] }, description: { type: 'string' } },
    required: ['a'],
    oneOf: [{ $ref: '#/a', description: 'd' }],
  };
  const changed = (edit: (copy: typeof schema) => void) => {
    const copy = structuredClone(schema);
    edit(copy);
    return compareSurfaces(
      new Map([['s.json', JSON.stringify(schema)]]),
      new Map([['s.json', JSON.stringify(copy)]]),
    ).map(({ what, kind }) => `${kind}: ${what.replace('s.json: ', '')}`);
  };

  test('is none where words for people differ', () => {
    expect(
      changed((copy) => {
        copy.title = 'other';
        copy.properties.a.description = 'new words';
        copy.properties.a.enum.reverse();
      }),
    ).toEqual([]);
  });

  test('is told by its place', () => {
    expect(changed(({ properties }) => properties.a.enum.push('z'))).toEqual(['added: properties.a.enum | "z"']);
    expect(changed(({ properties }) => properties.a.enum.pop())).toEqual(['removed: properties.a.enum | "y"']);
    expect(changed(({ required }) => required.pop())).toEqual(['removed: required | "a"']);
    expect(changed(({ properties }) => Object.assign(properties.a, { type: 'number' }))).toEqual([
      'changed: properties.a.type',
    ]);
    expect(changed(({ properties }) => Object.assign(properties, { b: { type: 'string' } }))).toEqual([
      'added: properties.b',
    ]);
    expect(changed((copy) => Reflect.deleteProperty(copy.properties, 'description'))).toEqual([
      'removed: properties.description',
    ]);
  });
});

test.each([
  ['1.2.3', 'breaks', '2.0.0'],
  ['1.2.3', 'adds', '1.3.0'],
  ['0.2.3', 'breaks', '0.3.0'],
  ['0.2.3', 'adds', '0.2.4'],
  ['0.2.3', 'nothing', '0.2.3'],
])('After %s a change that %s demands %s', (released, what, expected) => {
  const found = what === 'nothing' ? [] : [{ breaks: false }, { breaks: what === 'breaks' }];
  expect(demandedVersion(released, found)).toBe(expected);
});

test('Versions are in the order of Semantic Versioning', () => {
  const versions = ['0.2.0-rc.1', '0.2.0', '0.10.0', '1.0.0-a', '1.0.0'];
  expect(['1.0.0', '0.10.0', '1.0.0-a', '0.2.0', '0.2.0-rc.1'].sort(compareVersions)).toEqual(versions);
  const labelled = [
    '1.0.0-1',
    '1.0.0-2',
    '1.0.0-10',
    '1.0.0-rc',
    '1.0.0-rc.2',
    '1.0.0-rc.10',
    '1.0.0-rc.beta',
    '1.0.0',
  ];
  expect(labelled.toReversed().sort(compareVersions)).toEqual(labelled);
});

describe('After a release', () => {
  const surface = publicSurface();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'esp-prov-released-'));
    for (const [path, text] of surface) {
      mkdirSync(dirname(join(folder, '0.1.0', path)), { recursive: true });
      writeFileSync(join(folder, '0.1.0', path), text);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Changes a file of what is public now. */
  const changing = (path: string, edit: (text: string) => string) => {
    const text = surface.get(path) ?? '';
    expect(edit(text)).not.toBe(text);
    return new Map([...surface, [path, edit(text)]]);
  };

  test('all of what is public is compared, and is as it was', () => {
    expect(surface.size).toBeGreaterThan(50);
    expect(judgeChanges(folder, { version: '0.1.0', current: surface })).toEqual({
      words: 'What is public is as in 0.1.0.',
      isWrong: false,
    });
  });

  test('an option that is gone demands the next minor version, and the words name it', () => {
    const current = changing('command.json', (text) => {
      const command = JSON.parse(text);
      Reflect.deleteProperty(command.commands['esp-prov provision'].options, '--ssid');
      return JSON.stringify(command);
    });
    const { words, isWrong } = judgeChanges(folder, { version: '0.1.1', current });
    expect(isWrong).toBe(true);
    expect(words).toContain('- command.json: commands.esp-prov provision.options.--ssid: removed, which breaks');
    expect(words).toContain('That demands version 0.2.0 or later, and the repository has 0.1.1.');
    expect(judgeChanges(folder, { version: '0.2.0', current }).isWrong).toBe(false);
  });

  test('another exit code of an error breaks; a new error is an addition', () => {
    const moved = changing('command.json', (text) =>
      text.replace(/("wifi\/auth-error": )\d+/, (_, name) => `${name}99`),
    );
    expect(judgeChanges(folder, { version: '0.1.1', current: moved }).words).toContain(
      'errors.wifi/auth-error: changed, which breaks',
    );
    const more = changing('command.json', (text) => text.replace('"errors": {', '"errors": { "wifi/new": 4,'));
    expect(judgeChanges(folder, { version: '0.1.0', current: more }).words).toContain('0.1.1 or later');
    expect(judgeChanges(folder, { version: '0.1.1', current: more }).isWrong).toBe(false);
  });

  test('a name that a package no longer exports breaks, unless a reason is given why not', () => {
    const current = changing('client.api.md', (text) => text.replace(/export function \w+/, 'export function renamed'));
    const { words } = judgeChanges(folder, { version: '0.1.0', current });
    const [, what = ''] = /^- (client\.api\.md: \w+): removed/m.exec(words) ?? [];
    expect(what).not.toBe('');
    writeFileSync(join(folder, 'accepted.json'), JSON.stringify({ [what]: 'never worked' }));
    expect(judgeChanges(folder, { version: '0.1.1', current }).isWrong).toBe(false);
    writeFileSync(join(folder, 'accepted.json'), JSON.stringify({ [what]: '' }));
    expect(() => judgeChanges(folder, { version: '0.1.1', current })).toThrow('gives no reason for client.api.md');
  });

  test('a member of the output that may now be absent breaks', () => {
    const current = changing('schema/info.schema.json', (text) =>
      text.replace(/"required": \[\s*"[^"]+",?/, '"required": ['),
    );
    expect(judgeChanges(folder, { version: '0.1.1', current }).isWrong).toBe(true);
  });

  test('before the first one, nothing is compared', () => {
    expect(judgeChanges(join(folder, 'nothing'), { version: '0.1.0', current: surface })).toEqual({
      words:
        'No version has been released, so nothing is compared. The first release keeps what is public in api/released/0.1.0.',
      isWrong: false,
    });
  });
});
