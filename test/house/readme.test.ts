import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { errorTable } from '../../packages/protocol/src/index.ts';
import { releaseProfiles } from '../../packages/virtual/src/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  test('shows the last line of npm test as it is now', () => {
    const script = readFileSync(join(root, 'scripts/errors-produced.mjs'), 'utf8');
    const [, line = ''] = /console\.log\(`(Each of .*)`\)/.exec(script) ?? [];
    expect(readme).toContain(`\n${line.replace(/\$\{[^}]*\}/, String(Object.keys(errorTable).length))}\n`);
  });

  test('shows pictures that are there, each with a text for those who do not see it', () => {
    const shown = [...readme.matchAll(/(?:src|srcset)="([^"]+)"|!\[[^\]]+\]\(([^)]+)\)/g)].map(
      ([, one, two]) => one ?? two,
    );
    expect(shown).toHaveLength(3);
    expect(shown.filter((path) => !existsSync(join(root, path ?? '')))).toEqual([]);
    expect(readme).toMatch(/<img [^>]*alt="[^"]{40,}"/);
  });

  test('names the oldest and the newest release of firmware that there is a profile for', () => {
    const releases = releaseProfiles
      .flatMap(({ name }) => /idf-?(\d+(?:\.\d+)+)$/.exec(name)?.[1] ?? [])
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    const [, from, to] = /from v([\d.]+\d) to v([\d.]+\d)/.exec(readme) ?? [];
    expect([from, to]).toEqual([releases[0], releases.at(-1)]);
  });

  test('stays one screen of words, with a door for each kind of reader', () => {
    const prose = readme.replaceAll(/^```.*?^```|^<picture>.*?^<\/picture>/gms, '');
    expect(prose.split(/\s+/).length).toBeLessThan(400);
    expect(prose.match(/^- \*\*/gm)).toHaveLength(5);
  });
});
