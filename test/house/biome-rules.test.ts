import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
const house = mkdtempSync(join(tmpdir(), 'esp-prov-biome-'));

/** Offences by the file they are planted in, each with the one rule that must refuse it. */
const planted: Record<string, { rule: string; text: string }> = {
  'packages/device/src/undeclared.ts': {
    rule: 'lint/correctness/noUndeclaredDependencies',
    text: "export { Session } from '@esp-prov/client';\n",
  },
  'packages/device/src/floating.ts': {
    rule: 'lint/nursery/noFloatingPromises',
    text: 'async function wait(): Promise<void> {}\nexport function go(): void {\n  wait();\n}\n',
  },
  'packages/device/src/console.ts': { rule: 'lint/suspicious/noConsole', text: "console.log('hello');\n" },
  'packages/device/src/default-export.ts': {
    rule: 'lint/style/noDefaultExport',
    text: 'export default function answer(): number {\n  return 42;\n}\n',
  },
  'packages/device/src/non-null.ts': {
    rule: 'lint/style/noNonNullAssertion',
    text: 'export const size = (text: string | undefined): number => text!.length;\n',
  },
  'packages/device/src/enum.ts': { rule: 'lint/style/noEnum', text: 'export enum State {\n  idle = 0,\n}\n' },
  'packages/device/src/cycle-a.ts': {
    rule: 'lint/suspicious/noImportCycles',
    text: "import { b } from './cycle-b.ts';\n\nexport const a = (): number => b();\n",
  },
  'packages/device/src/cycle-b.ts': {
    rule: 'lint/suspicious/noImportCycles',
    text: "import { a } from './cycle-a.ts';\n\nexport const b = (): number => a();\n",
  },
  'packages/device/src/too-long.ts': {
    rule: 'lint/style/noExcessiveLinesPerFile',
    text: Array.from({ length: 301 }, (_, line) => `export const line${line} = ${line};\n`).join(''),
  },
  'packages/device/test/mock.test.ts': {
    rule: 'lint/style/noRestrictedImports',
    text: "import { vi } from 'vitest';\n\nvi.mock('../src/index.ts');\nvi.spyOn(Math, 'max');\n",
  },
  'test/alias.test.ts': {
    rule: 'lint/style/noRestrictedImports',
    text: "import { vitest as v } from 'vitest';\n\nv.mock('node:fs');\n",
  },
  'packages/device/test/skipped.test.ts': {
    rule: 'lint/suspicious/noSkippedTests',
    text: "import { test } from 'vitest';\n\ntest.skip('nothing', () => {});\n",
  },
  'packages/device/test/focused.test.ts': {
    rule: 'lint/suspicious/noFocusedTests',
    text: "import { test } from 'vitest';\n\ntest.only('one', () => {});\n",
  },
};

/** Files that the same configuration must accept. */
const accepted: Record<string, string> = {
  'packages/device/src/fine.ts': "export { utf8 } from '@esp-prov/protocol';\n",
  'packages/device/test/fine.test.ts':
    "import { expect, test } from 'vitest';\n\ntest('one', () => expect(1).toBe(1));\n",
  'scripts/fine.mjs': "console.log('hello');\n",
};

let refusals: Map<string, string[]>;

beforeAll(() => {
  for (const name of ['biome.json', 'package.json', 'packages/device/package.json']) {
    cpSync(join(root, name), join(house, name));
  }
  for (const [name, { text }] of Object.entries(planted)) plant(name, text);
  for (const [name, text] of Object.entries(accepted)) plant(name, text);
  // The planted tree is no git repository, hence the one setting that differs.
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--vcs-enabled=false', '--reporter=json', '.'], {
    cwd: house,
    encoding: 'utf8',
  });
  refusals = new Map();
  for (const { category, severity, location } of JSON.parse(stdout).diagnostics) {
    if (severity === 'error') refusals.set(location.path, [...(refusals.get(location.path) ?? []), category]);
  }
});

afterAll(() => rmSync(house, { recursive: true }));

function plant(name: string, text: string): void {
  mkdirSync(join(house, dirname(name)), { recursive: true });
  writeFileSync(join(house, name), text);
}

test.each(Object.entries(planted))('%s is refused', (name, { rule }) => {
  expect(new Set(refusals.get(name))).toEqual(new Set([rule]));
});

test.each(Object.keys(accepted))('%s is accepted', (name) => {
  expect(refusals.get(name)).toBeUndefined();
});
