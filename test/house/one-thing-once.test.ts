import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What has one place, the text that a second one would have, and where it is allowed. */
interface Once {
  readonly what: string;
  readonly again: RegExp;
  /** Folders and files in which it is looked for. */
  readonly within: 'src' | 'test';
  /** Its one place, and those that say something else in the same letters or must not share it. */
  readonly places: readonly string[];
  /** Texts of a second place, each of which the rule has to find. */
  readonly planted: readonly string[];
}

const rules: readonly Once[] = [
  {
    what: 'the numbers of the security schemes',
    again: /\b0 \| 1 \| 2\b|\[0, 1, 2\]|\['0', '1', '2'\]|=== '?0'? \|\| \w+ === '?1'? \|\| \w+ === '?2'?/,
    within: 'src',
    // A release of the firmware has the schemes that it has, whatever schemes come after it.
    places: ['packages/protocol/src/security/security.ts', 'packages/virtual/src/profiles/'],
    planted: [
      'readonly scheme: 0 | 1 | 2;',
      'const versions = [0, 1, 2] as const;',
      ".choices(['0', '1', '2'])",
      "if (text === '0' || text === '1' || text === '2') return;",
      'if (value === 0 || value === 1 || value === 2) return;',
    ],
  },
  {
    what: 'the list of known provisioning services',
    again: /Object\.values\(bleServiceUuids\)/,
    within: 'src',
    places: ['packages/protocol/src/ble-uuids.ts'],
    planted: ['const known: string[] = Object.values(bleServiceUuids);'],
  },
  {
    what: 'the longest value of an attribute',
    again: /const \w*(value|request)\w* = 512;/i,
    within: 'src',
    // The virtual BlueZ judges what our own side sends, so it shares no constant with it.
    places: ['packages/protocol/src/ble-uuids.ts', 'packages/virtual-bluez/src/radio/att.ts'],
    planted: ['const maxValue = 512;', 'export const longestRequest = 512;'],
  },
  {
    what: 'details that decide what is done next',
    again: /details\['(sent|attError|replaced)'\]/,
    within: 'src',
    places: [],
    planted: ["if (error.details['sent'] === false) return;"],
  },
  {
    what: 'the error by which a task fails',
    again: /function (refusal|refusalOf|failure|failureOf|failureCode|errorOf|rejection)\(/,
    within: 'test',
    // The one package that the testing package is made of.
    places: ['packages/protocol/test/support/', 'packages/protocol/test/security/sec2-illegal-input.test.ts'],
    planted: [
      'async function refusal(task: Promise<unknown>): Promise<ProvisioningError> {',
      'function errorOf(task) {',
    ],
  },
  {
    what: 'what a machine needs for a test',
    again: /spawnSync\('sh', \['-c', .command -v/,
    within: 'test',
    places: [],
    planted: ["export const hasBus = spawnSync('sh', ['-c', 'command -v dbus-daemon']).status === 0;"],
  },
];

describe.each(rules)('$what', ({ again, within, places, planted }) => {
  test('have one place', () => {
    const found = sources(within).filter((path) => again.test(readFileSync(join(root, path), 'utf8')));
    expect(found.filter((path) => !places.some((place) => path.startsWith(place)))).toEqual([]);
    for (const place of places) expect(found.some((path) => path.startsWith(place))).toBe(true);
  });

  test.each(planted)('would be found again in %j', (text) => {
    expect(text).toMatch(again);
  });
});

/** Paths of the TypeScript files in the folders `src` or `test` of all packages. */
function sources(within: 'src' | 'test'): string[] {
  return ['packages', 'apps'].flatMap((wing) =>
    readdirSync(join(root, wing)).flatMap((name) => {
      const folder = join(root, wing, name, within);
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
        .map((file) => relative(root, join(folder, file)));
    }),
  );
}
