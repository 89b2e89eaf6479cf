import { describe, expect, test } from 'vitest';
import { releaseProfiles } from '../../../packages/virtual/src/index.ts';
import { profilePages } from '../../pages/profile-pages.mjs';
import { factSentence } from '../../pages/profiles/fact-sentences.mjs';
import { differences, factsOf } from '../../pages/profiles/profile-facts.mjs';

const made = new Map((await profilePages.make()).map(({ path, text }) => [path, text]));

describe('the pages of the profiles', () => {
  test('say of each what is recorded, read and inferred, and which holes are on', () => {
    for (const { name, warnings } of releaseProfiles) {
      const text = made.get(`reference/profiles/${name}.md`) ?? '';
      expect(text).toMatch(/^# .*\n\nFor /);
      expect(text).toContain(`esp-prov device --profile ${name} `);
      for (const fact of ['Reproduces', 'Recorded', 'Read', 'Inferred'])
        expect(text).toMatch(new RegExp(`^- ${fact}: .`, 'm'));
      expect([...text.matchAll(/^ {2}- /gm)]).toHaveLength(warnings.length);
    }
    expect(made.size).toBe(releaseProfiles.length);
  });

  test('name what differs from the release before, with what it means', () => {
    const text = made.get('reference/profiles/idf-5.5.md') ?? '';
    expect(text).toContain('## What differs from [idf-5.3](./idf-5.3.md)');
    expect(text).toContain('- `sec2PatchVersion`: `1`, there `0`\n  <br>Patch level of security 2;');
  });

  test('leave out no fact but log lines, and know what each top-level fact means', () => {
    const [, , , , , , one, two] = releaseProfiles;
    if (one === undefined || two === undefined) throw new Error('Expected eight profiles');
    const paths = differences({ ...one, httpSession: 'x', console: { maxLine: 7 } }, one).map(({ path }) => path);
    expect(paths).toEqual([
      'httpSession',
      'console.maxLine',
      ...('losesNext' in one.console ? ['console.losesNext'] : []),
    ]);
    const silent = [...factsOf(two).keys()].filter((path) => !path.includes('.') && factSentence(path) === undefined);
    expect(silent).toEqual(['httpSegments'].filter((path) => factSentence(path) === undefined));
  });
});
