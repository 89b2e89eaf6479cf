import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importTable } from '../../scripts/import-table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const house = mkdtempSync(join(tmpdir(), 'esp-prov-types-'));

const planted: Record<string, string> = {
  'node-import.ts': "import { readFileSync } from 'node:fs';\nexport const text: unknown = readFileSync('x');\n",
  'dom.ts': "export const title: unknown = document.querySelector('title');\n",
  'buffer.ts': 'export const none: unknown = Buffer.alloc(0);\n',
  'process.ts': 'export const argv: unknown = process.argv;\n',
  'enum.ts': 'export enum State {\n  idle = 0,\n}\n',
  'unchecked-index.ts': 'export const first = (all: string[]): string => all[0];\n',
  'fine.ts': "export const bytes: Uint8Array = new TextEncoder().encode('x');\n",
};

let output: string;

beforeAll(() => {
  // The flags of the package with its own globals; the planted files stand in for its sources.
  const config = {
    extends: join(root, 'packages/protocol/tsconfig.json'),
    compilerOptions: { noEmit: true, composite: false, incremental: false, tsBuildInfoFile: null, rootDir: null },
    files: [
      ...Object.keys(planted),
      join(root, 'types/portable.d.ts'),
      join(root, 'packages/protocol/src/globals.d.ts'),
    ],
    include: [],
  };
  for (const [name, text] of Object.entries(planted)) writeFileSync(join(house, name), text);
  writeFileSync(join(house, 'tsconfig.json'), JSON.stringify(config));
  // With node_modules present, the flags keep Node's types out, not their absence.
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  writeFileSync(join(house, 'package.json'), '{"type":"module"}');
  output = spawnSync(process.execPath, [tsc, '-p', house, '--pretty', 'false'], {
    cwd: house,
    encoding: 'utf8',
  }).stdout;
});

afterAll(() => rmSync(house, { recursive: true }));

test.each([
  ['node-import.ts', 'node:fs'],
  ['dom.ts', "'document'"],
  ['buffer.ts', "'Buffer'"],
  ['process.ts', "'process'"],
  ['enum.ts', 'erasableSyntaxOnly'],
  ['unchecked-index.ts', "is not assignable to type 'string'"],
])('protocol does not compile with %s', (name, complaint) => {
  const lines = output.split('\n').filter((line) => line.startsWith(`${name}(`));
  expect(lines.join('\n')).toContain(complaint);
});

test('what browsers and Node share does compile', () => {
  expect(output).not.toContain('fine.ts');
  expect(output).not.toContain('.d.ts');
});

const platformFree = Object.entries(importTable)
  .filter(([home, { node }]) => home.startsWith('packages/') && !node.includes('src/'))
  .map(([home]) => `${home}/tsconfig.json`)
  .filter((name) => existsSync(join(root, name)));

test.each(platformFree)('%s keeps the flags and types of the base', (name) => {
  const { extends: base, include, compilerOptions } = JSON.parse(readFileSync(join(root, name), 'utf8'));
  expect(base).toBe('../../tsconfig.base.json');
  expect(include).toEqual(['src', '../../types/portable.d.ts']);
  expect(Object.keys(compilerOptions).sort()).toEqual(['outDir', 'rootDir', 'tsBuildInfoFile']);
});
