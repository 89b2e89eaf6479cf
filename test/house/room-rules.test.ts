import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readTree } from '../../scripts/import-rules.mjs';
import { roomOffences } from '../../scripts/room-rules.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the rules say about planted files. */
function complaints(files: Record<string, string>): string[] {
  const planted = Object.entries(files).map(([path, text]) => ({ path, text }));
  return roomOffences(planted).map(({ file, message }) => `${file} ${message}`);
}

test('the tree keeps to its floors and has no circles', () => {
  expect(roomOffences(readTree(root))).toEqual([]);
});

/** Files and folders of a folder, without those that only hold types of others. */
function listed(folder: string): string[] {
  return readdirSync(new URL(`../../${folder}/`, import.meta.url), { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((name) => !name.endsWith('.d.ts'))
    .sort();
}

describe('at the root stands what leads in, and no more:', () => {
  test.each([
    ['apps/cli/src', ['legacy-arguments.ts', 'main.ts', 'program.ts']],
    ['packages/client/src', ['index.ts', 'provisioner.ts']],
    ['packages/virtual/src', ['faults.ts', 'index.ts', 'virtual-esp32.ts']],
    [
      'packages/device/src',
      ['device-transport.ts', 'endpoint.ts', 'index.ts', 'key-value-store.ts', 'wrap-device-transport.ts'],
    ],
  ])('%s', (folder, files) => {
    expect(listed(folder).filter((name) => !name.endsWith('/'))).toEqual(files);
  });

  test('apps/cli/src/commands has a folder for each command', () => {
    for (const name of listed('apps/cli/src/commands')) {
      expect(name).toMatch(/\/$/);
      expect(listed(`apps/cli/src/commands/${name}`)).toContain(`${name.slice(0, -1)}-command.ts`);
    }
  });
});

describe('refused is', () => {
  test('an import from a floor above, of a type as well', () => {
    const files = {
      'apps/cli/src/reach/open.ts': "import type { A } from '../commands/scan/scan.ts';",
      'apps/cli/src/commands/scan/scan.ts': 'export type A = 1;',
    };
    expect(complaints(files)).toEqual([
      'apps/cli/src/reach/open.ts imports apps/cli/src/commands/scan/scan.ts, which stands above it',
    ]);
  });

  test('an import of what loads on demand, from a floor above', () => {
    const files = {
      'packages/client/src/transport/a.ts': "export const later = () => import('../session/b.ts');",
      'packages/client/src/session/b.ts': 'export const b = 1;',
    };
    expect(complaints(files)).toEqual([
      'packages/client/src/transport/a.ts imports packages/client/src/session/b.ts, which stands above it',
    ]);
  });

  test('a file that stands in no room', () => {
    expect(complaints({ 'apps/cli/src/helper.ts': '' })).toEqual([
      'apps/cli/src/helper.ts stands in no room of scripts/room-table.mjs',
    ]);
  });

  test('a circle, however long', () => {
    const files = {
      'packages/nvs/src/a.ts': "import { b } from './b.ts';",
      'packages/nvs/src/b.ts': "import { c } from './pages/c.ts';",
      'packages/nvs/src/pages/c.ts': "import type { A } from '../a.ts';",
      'packages/nvs/src/d.ts': "import { a } from './a.ts';",
    };
    expect(complaints(files)).toEqual([
      'packages/nvs/src/a.ts imports itself by way of packages/nvs/src/b.ts, packages/nvs/src/pages/c.ts',
    ]);
  });
});

test('what stands on the same floor or below may be imported', () => {
  const files = {
    'apps/cli/src/commands/provision/a.ts':
      "import { b } from '../control/b.ts';\nimport { c } from '../../reach/c.ts';",
    'apps/cli/src/commands/control/b.ts': '',
    'apps/cli/src/reach/c.ts': '',
  };
  expect(complaints(files)).toEqual([]);
});
