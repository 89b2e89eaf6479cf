import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  commands,
  exitCodes,
  optionsOf,
  ownOptionsOf,
  pathOf,
  talksToDevice,
} from '../../../scripts/command-facts.mjs';
import { commandPages } from '../../pages/command-pages.mjs';
import { tasks } from '../../pages/command-tasks.mjs';
import { escaped, sentence } from '../../pages/page-words.mjs';
import { pathsOf } from '../../sources/complete-navigation.mjs';

const made = await commandPages.make();
const byTitle = new Map(made.map((page) => [/^# (.*)$/m.exec(page.text)?.[1] ?? '', page]));
const names = commands.map(pathOf);

/** Flags of the options that a page describes. */
function describedOn(text = ''): string[] {
  return [...text.matchAll(/^### `(.*?)` \{#/gm)].map(([, flags = '']) => flags);
}

describe('the pages of the commands', () => {
  test('are one for each command, each in one group of the index', () => {
    const grouped = tasks.flatMap((task) => task.names.map((name) => `esp-prov ${name}`));
    expect([...grouped].sort()).toEqual([...names].sort());
    for (const name of names) expect([...byTitle.keys()]).toContain(name);
    const index = byTitle.get('Commands')?.text ?? '';
    for (const name of names) expect(index).toContain(`[\`${name.replace('esp-prov ', '')}\`](./`);
  });

  test('describe every option that help lists, there or among the shared ones', () => {
    const shared = describedOn(byTitle.get('Options of all commands that talk to a device')?.text);
    for (const command of commands) {
      const described = describedOn(byTitle.get(pathOf(command))?.text);
      const found = [...described, ...(talksToDevice(command) ? shared : [])];
      expect(found).toEqual(expect.arrayContaining(optionsOf(command).map(({ flags }) => flags)));
    }
  });

  test('describe an option that means something else than the shared one of that name', () => {
    expect(describedOn(byTitle.get('esp-prov device')?.text)).toEqual(
      expect.arrayContaining(['--pop <text>', '--json']),
    );
    expect(byTitle.get('esp-prov provision')?.text).toContain('Longest time for the device to join.');
  });

  test('say first for whom they are', () => {
    for (const { text } of made) expect(text).toMatch(/^# .*\n\nFor /);
  });

  test('link to pages that the sidebar leads to', () => {
    const paths = new Set(made.map(({ path }) => path.replace(/\.md$/, '')));
    expect(new Set(pathsOf(commandPages.navigation()))).toEqual(paths);
  });
});

describe('the man page', () => {
  test('has every option that a command does not share', () => {
    const file = fileURLToPath(new URL('../../../apps/cli/man/esp-prov.1', import.meta.url));
    const sections = readFileSync(file, 'utf8')
      .replaceAll('\\', '')
      .split(/^\.S[SH] /m);
    for (const command of commands) {
      const section = sections.find((text) => text.startsWith(`${pathOf(command)} [options]`)) ?? '';
      const flags = [...section.matchAll(/^\.TP\n\.B (-.*)$/gm)].map(([, each]) => each);
      expect(flags).toEqual(ownOptionsOf(command).map((option) => option.flags));
    }
  });
});

test('exit codes have a meaning that is nothing but words', () => {
  expect(exitCodes().map(([code]) => code)).toEqual([
    '0',
    '1',
    '2',
    '3',
    '4',
    '5',
    '6',
    '7',
    '8',
    '9',
    '10',
    '70',
    '130',
  ]);
  for (const [, what] of exitCodes()) expect(what).toMatch(/^[^|[\]()]+$/);
});

describe('texts of the program', () => {
  test('have no markup of their own on a page', () => {
    expect(escaped('<b> *a* [b](c) `d`')).toBe('&lt;b&gt; \\*a\\* \\[b\\](c) \\`d\\`');
  });

  test('become sentences, in which options are code and lead to their description', () => {
    expect(sentence('for --sec2-gen-cred', (option) => (option === '--sec2' ? '#sec2' : undefined))).toBe(
      'For `--sec2-gen-cred`.',
    );
    expect(sentence('needs --pop, or "x"', (option) => `#${option.slice(2)}`)).toBe('Needs [`--pop`](#pop), or `x`.');
    expect(sentence('virtual: for clients with --ble virtual', () => '#ble')).toBe(
      '`virtual`: for clients with [`--ble virtual`](#ble).',
    );
  });
});
