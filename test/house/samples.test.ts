import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A piece of JavaScript that users are shown. */
interface Sample {
  /** File and line. */
  readonly place: string;
  readonly code: string;
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending) && !/(^|\/)(node_modules|dist)\//.test(name))
    .map((name) => join(folder, name));
}

const pages = [
  'README.md',
  ...filesBelow('docs', '.md'),
  ...['packages', 'apps'].flatMap((group) => filesBelow(group, 'README.md')),
];
const sources = ['packages', 'apps'].flatMap((group) =>
  filesBelow(group, '.ts').filter((name) => /\/src\//.test(name)),
);

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** The blocks of a page. */
function blocksOf(page: string, text: string): Sample[] {
  return [...text.matchAll(/^```(?:js|javascript|mjs)(?: [^\n]*)?\n(.*?)^```$/gms)].map(({ 1: code = '', index }) => ({
    place: `${page}:${lineOf(text, index)}`,
    code,
  }));
}

/** The examples in the doc comments of a source. */
function examplesOf(source: string, text: string): Sample[] {
  return [...text.matchAll(/^ *\* @example\n(.*?)^ *(?:\*\/|\* @)/gms)].map(({ 1: lines = '', index }) => ({
    place: `${source}:${lineOf(text, index)}`,
    code: lines.replace(/^ *\* ?/gm, ''),
  }));
}

/** Parses modules in a process of its own: its flag is for all of a process, and one start is enough for all samples. */
const parser = `
  import { SourceTextModule } from 'node:vm';
  const codes = JSON.parse((await process.stdin.toArray()).join(''));
  const faults = codes.map((code) => {
    try {
      new SourceTextModule(code);
      return '';
    } catch (error) {
      return String(error);
    }
  });
  console.log(JSON.stringify(faults));
`;

/** Why a sample does not run on Node 20; nothing where it does. */
function complaints(samples: readonly Sample[]): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--experimental-vm-modules', '--input-type=module', '--eval', parser],
    {
      input: JSON.stringify(samples.map(({ code }) => code)),
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  if (stdout === '') throw new Error(stderr);
  const faults = JSON.parse(stdout) as string[];
  return samples.flatMap(({ place, code }, at) => {
    // Newer parsers know it, so that this one would not say so everywhere.
    if (/(^|[^\w.])(await )?using \w+ =/.test(code)) return [`${place}: Node 20 has no "using"`];
    const fault = faults[at];
    return fault ? [`${place}: ${fault}`] : [];
  });
}

/** Packages that the samples of a page import, but its `npm install` lines do not name. */
function missingPackages(page: string, text: string): string[] {
  const installs = [...text.matchAll(/^npm install (?:-\S+ )*(.*)$/gm)].flatMap(({ 1: names = '' }) =>
    names.split(/\s+/),
  );
  if (installs.length === 0) return [];
  const imported = blocksOf(page, text).flatMap(({ code }) =>
    [...code.matchAll(/\bfrom '((?:@[\w-]+\/)?[\w-]+)/g)].map(({ 1: name = '' }) => name),
  );
  return [...new Set(imported)]
    .filter((name) => name !== 'node' && !installs.includes(name))
    .map((name) => `${page}: ${name}`);
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('Samples', () => {
  test('of README, docs, packages and doc comments run on Node 20', () => {
    const samples = [
      ...pages.flatMap((page) => blocksOf(page, read(page))),
      ...sources.flatMap((source) => examplesOf(source, read(source))),
    ];
    expect(samples.map(({ place }) => relative('', place)).join('\n')).toMatch(/^docs\/reference\/packages\.md:\d+$/m);
    expect(samples.length).toBeGreaterThan(20);
    expect(complaints(samples)).toEqual([]);
  });

  test('import what the install line of their page brings', () => {
    expect(pages.flatMap((page) => missingPackages(page, read(page)))).toEqual([]);
  });

  test('that do not run, or import what is not installed, are noticed', () => {
    const page = [
      'npm install @esp-prov/client',
      '```js',
      "import { x } from '@esp-prov/virtual/node';",
      '```',
      '```js',
      'await using x = y();',
      '```',
      '```js',
      'const = 1;',
      '```',
      '',
    ].join('\n');
    expect(complaints(blocksOf('page', page))).toEqual([
      'page:5: Node 20 has no "using"',
      expect.stringContaining('page:8: SyntaxError'),
    ]);
    expect(missingPackages('page', page)).toEqual(['page: @esp-prov/virtual']);
    const source = '/**\n * Is.\n *\n * @example\n * await using x = y();\n */\n';
    expect(complaints(examplesOf('source', source))).toEqual(['source:4: Node 20 has no "using"']);
  });
});
