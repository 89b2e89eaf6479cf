import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { offences, readTree } from '../../scripts/import-rules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the rules say about one planted file. */
function complaints(path: string, text: string): string[] {
  return offences([{ path, text }]).map(({ message }) => message);
}

test('the tree keeps to the table', () => {
  const files = readTree(root);
  expect(files.map(({ path }) => path)).toContain('packages/protocol/src/index.ts');
  expect(offences(files)).toEqual([]);
});

test.each([
  ["import { Session } from '@esp-prov/client';"],
  ["import type { Session } from '@esp-prov/client';"],
  ["import '@esp-prov/client';"],
  ["export { Session } from '@esp-prov/client';"],
  ["export type * from '@esp-prov/client';"],
  ["export const later = () => import('@esp-prov/client');"],
  ['export const later = () => import(`@esp-prov/client`);'],
  ["export type Session = import('@esp-prov/client').Session;"],
  ["import client = require('@esp-prov/client');"],
  ["export const client = require('@esp-prov/client');"],
  ["export const url = import.meta.resolve('@esp-prov/client');"],
  ['/// <reference types="@esp-prov/client" />'],
])('device may not meet client: %s', (text) => {
  expect(complaints('packages/device/src/x.ts', text)).toEqual(['imports @esp-prov/client, which device may not']);
});

test.each([
  ['packages/protocol/src/x.ts', '@esp-prov/device'],
  ['packages/nvs/src/x.ts', '@esp-prov/protocol'],
  ['packages/dbus/src/x.ts', '@esp-prov/protocol'],
  ['packages/client/src/x.ts', '@esp-prov/device'],
  ['packages/client/src/node/x.ts', '@esp-prov/bluez/central'],
  ['packages/device/src/x.ts', '@esp-prov/nvs'],
  ['packages/device/src/a/b/x.ts', '@esp-prov/client/node'],
  ['packages/virtual/src/x.ts', '@esp-prov/client'],
  ['packages/virtual/src/x.ts', '@esp-prov/dbus'],
  ['packages/virtual/src/node/x.ts', '@esp-prov/dbus'],
  ['packages/virtual/src/x.ts', '@esp-prov/virtual-bluez'],
  ['packages/virtual-bluez/src/x.ts', '@esp-prov/device'],
  ['packages/bluez/src/x.ts', '@esp-prov/linux'],
  ['packages/linux/src/x.ts', '@esp-prov/client'],
  ['packages/testing/src/x.ts', '@esp-prov/virtual'],
  ['packages/virtual/src/x.ts', '@esp-prov/testing'],
  ['packages/device/src/x.ts', 'esp-prov'],
  ['packages/device/src/x.ts', '@esp-prov/unheard-of'],
  ['apps/cli/src/x.ts', '@esp-prov/testing'],
  ['apps/web/src/x.ts', '@esp-prov/bluez'],
])('%s may not import %s', (path, specifier) => {
  const name = path.split('/')[1];
  expect(complaints(path, `import { a } from '${specifier}';`)).toEqual([
    `imports ${specifier}, which ${name} may not`,
  ]);
});

test('bluez may import types of client and device, and nothing else of them', () => {
  const path = 'packages/bluez/src/central.ts';
  expect(complaints(path, "import type { BleCentral } from '@esp-prov/client';")).toEqual([]);
  expect(complaints(path, "import { type BleCentral } from '@esp-prov/client';")).toEqual([
    'imports @esp-prov/client, which bluez may import as types only',
  ]);
});

test.each(['device', 'nvs', 'virtual'])('in the page only the virtual device may import %s', (name) => {
  const text = `import type { A } from '@esp-prov/${name}';`;
  expect(complaints('apps/web/src/virtual/engine/x.ts', text)).toEqual([]);
  expect(complaints('apps/web/src/run/x.ts', text)).toEqual([
    `imports @esp-prov/${name}, which only src/virtual/ of web may`,
  ]);
});

test('what the table allows is not complained about', () => {
  expect(complaints('packages/virtual-bluez/src/x.ts', "import { a } from '@esp-prov/dbus';")).toEqual([]);
  expect(complaints('packages/virtual/src/x.ts', "import { a } from '@esp-prov/nvs';")).toEqual([]);
  expect(complaints('apps/cli/src/x.ts', "import { a } from '@esp-prov/client/node';")).toEqual([]);
  expect(complaints('packages/device/src/x.ts', "import { x25519 } from '@noble/curves/ed25519.js';")).toEqual([]);
});

test('relative imports stay in their package', () => {
  const text = "import { a } from '../../client/src/session.ts';";
  expect(complaints('packages/device/src/x.ts', text)).toEqual([
    'imports ../../client/src/session.ts, which leaves device',
  ]);
  expect(complaints('packages/device/src/a/x.ts', "import manifest from '../../package.json';")).toEqual([]);
});

test('a computed import cannot be checked and is refused, except where a user names a module', () => {
  const text = 'export const load = (name: string) => import(name);';
  expect(complaints('apps/cli/src/x.ts', text)).toEqual(['imports a computed name, which cannot be checked']);
  expect(complaints('packages/linux/src/endpoints/x.ts', text)).toHaveLength(1);
  expect(complaints('packages/linux/src/endpoints/module-endpoints.ts', text)).toEqual([]);
});

test('a package that is not in the table is refused', () => {
  expect(complaints('packages/thread/src/x.ts', 'export {};')).toEqual([
    'packages/thread is not in scripts/import-table.mjs',
  ]);
});

test.each([
  ['packages/protocol/src/crypto/noble.ts'],
  ['packages/client/src/session/session.ts'],
  ['packages/client/src/web-bluetooth/x.ts'],
  ['packages/device/src/x.ts'],
  ['packages/nvs/src/x.ts'],
  ['packages/virtual/src/x.ts'],
  ['packages/testing/src/x.ts'],
  ['apps/web/src/x.ts'],
])('%s runs on any platform', (path) => {
  const refused = (specifier: string) => [`imports ${specifier}, but is not a Node adapter`];
  expect(complaints(path, "import { readFileSync } from 'node:fs';")).toEqual(refused('node:fs'));
  expect(complaints(path, "import type { Socket } from 'net';")).toEqual(refused('net'));
  expect(complaints(path, "import { readFile } from 'fs/promises';")).toEqual(refused('fs/promises'));
  expect(complaints(path, 'export const none = Buffer.alloc(0);')).toEqual(['uses Buffer outside of a Node adapter']);
  expect(complaints(path, 'export type Raw = globalThis.Buffer; export const b = globalThis.Buffer;')).toEqual([
    'uses Buffer outside of a Node adapter',
  ]);
});

test.each([
  ['packages/protocol/src/crypto/node.ts'],
  ['packages/protocol/src/crypto/node-power.ts'],
  ['packages/client/src/node/x.ts'],
  ['packages/client/src/noble/x.ts'],
  ['packages/virtual/src/node/x.ts'],
  ['packages/dbus/src/x.ts'],
  ['packages/bluez/src/x.ts'],
  ['packages/linux/src/x.ts'],
  ['apps/cli/src/x.ts'],
])('%s is a Node adapter', (path) => {
  const text = "import { readFileSync } from 'node:fs'; export const b: Buffer = readFileSync('x');";
  expect(complaints(path, text)).toEqual([]);
});

test('platform-free sources do not reach Node through a neighbour', () => {
  expect(complaints('packages/protocol/src/index.ts', "export { a } from './crypto/node.ts';")).toEqual([
    'imports ./crypto/node.ts, but is not a Node adapter',
  ]);
  expect(complaints('packages/client/src/index.ts', "export { a } from './node/index.ts';")).toEqual([
    'imports ./node/index.ts, but is not a Node adapter',
  ]);
  expect(complaints('apps/web/src/x.ts', "import { a } from '@esp-prov/client/node';")).toEqual([
    'imports @esp-prov/client/node, but is not a Node adapter',
  ]);
});

test.each([
  ['setTimeout(() => {}, 1);', 'setTimeout'],
  ['globalThis.setTimeout(() => {}, 1);', 'setTimeout'],
  ['setInterval(() => {}, 1);', 'setInterval'],
  ['export const now = Date.now();', 'Date.now'],
  ['export const now = Date.now;', 'Date.now'],
  ['export const now = new Date();', 'new Date()'],
  ['export const now = performance.now();', 'performance.now'],
])('real time enters in system-clock.ts only: %s', (text, name) => {
  expect(complaints('packages/virtual/src/node/x.ts', text)).toEqual([
    `uses ${name}, which belongs in system-clock.ts`,
  ]);
  expect(complaints('packages/protocol/src/system-clock.ts', text)).toEqual([]);
  expect(complaints('apps/cli/src/x.ts', text)).toEqual([]);
});

test('clocks are not imported, and chance enters in random.ts only', () => {
  expect(complaints('packages/bluez/src/x.ts', "import { setTimeout } from 'node:timers/promises';")).toEqual([
    'imports node:timers/promises, which only a clock may use',
    'uses setTimeout, which belongs in system-clock.ts',
  ]);
  expect(complaints('packages/virtual/src/x.ts', 'export const x = Math.random();')).toEqual([
    'uses Math.random, which belongs in random.ts',
  ]);
});

test('words that only look like a watched global are free', () => {
  const text = [
    '// setTimeout, Date.now() and Buffer in a comment',
    "export const text = 'setTimeout';",
    'export const date = new Date(0);',
    'export const raw: ArrayBuffer = new Uint8Array(1).buffer;',
    'export const map = { setTimeout: 1 };',
  ].join('\n');
  expect(complaints('packages/device/src/x.ts', text)).toEqual([]);
  expect(
    complaints('packages/device/src/globals.d.ts', 'declare function setTimeout(f: () => void): unknown;'),
  ).toEqual([]);
});

test('manifests declare what the table allows', () => {
  const manifest = (home: string, content: object) => complaints(`${home}/package.json`, JSON.stringify(content));
  const dependency = { '@esp-prov/client': '0.1.0' };
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies']) {
    expect(manifest('packages/device', { [kind]: dependency })).toEqual([
      `declares @esp-prov/client in ${kind}, which device may not`,
    ]);
  }
  const testing = { '@esp-prov/testing': '0.1.0' };
  expect(manifest('packages/client', { dependencies: testing })).toEqual([
    'declares @esp-prov/testing in dependencies, which client may not',
  ]);
  expect(manifest('packages/client', { devDependencies: testing })).toEqual([]);
  expect(manifest('packages/virtual-bluez', { dependencies: { '@esp-prov/dbus': '0.1.0' } })).toEqual([]);
  expect(manifest('packages/bluez', { dependencies: dependency })).toEqual([]);
});
