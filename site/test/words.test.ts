import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { wordRules } from '../checks/word-faults.mjs';
import { gatherPages } from '../sources/lay-out.mjs';
import { isWaiting, notYet } from './not-yet.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { pages } = await gatherPages({ withApi: false });
const site = pages.map(({ path, text }) => ({ path: `docs/${path}`, text }));
const beside = ['README.md', 'CONTRIBUTING.md', 'interop/README.md', ...readmes('packages'), ...readmes('apps')].map(
  (path) => ({ path, text: readFileSync(join(root, path), 'utf8') }),
);

function readmes(group: string): string[] {
  return readdirSync(join(root, group))
    .map((name) => `${group}/${name}/README.md`)
    .filter((path) => readdirSync(join(root, path, '..')).includes('README.md'));
}

describe('Every page of the site', () => {
  for (const [rule, faultsOf] of Object.entries(wordRules)) {
    const judged = rule === 'for whom' ? site : [...site, ...beside];
    test(`keeps to the rule: ${rule}`, () => {
      const faults = judged
        .filter(({ path }) => !isWaiting(rule, path))
        .flatMap(({ path, text }) => faultsOf(text).map((fault: string) => `${path} ${fault}`));
      expect(faults).toEqual([]);
    });

    test(`is off the list of not-yet.ts once it keeps to the rule: ${rule}`, () => {
      const offending = judged.filter(({ text }) => faultsOf(text).length > 0).map(({ path }) => path);
      const settled = (entry: string): boolean => !offending.some((path) => path.startsWith(entry));
      expect((notYet[rule] ?? []).filter(settled)).toEqual([]);
    });
  }
});

describe('A page', () => {
  test.each([
    ['for whom', '# A\n\nThis page is good.\n', 1],
    ['for whom', '---\ntitle: x\n---\n\n# A\n\nFor **engineers**: good.\n', 0],
    ['short cells', `| a |\n| - |\n| ${'word '.repeat(26)} |\n`, 1],
    ['short cells', `| a |\n| - |\n| ${'word '.repeat(25)} — | b |\n`, 0],
    ['short cells', `\`\`\`\n| ${'word '.repeat(26)} |\n\`\`\`\n`, 0],
    ['headings', '# A\n\n### B\n', 1],
    ['headings', '## A\n', 2],
    ['headings', '# A\n\n## B\n\n```sh\n#### no heading\n```\n\n### C\n\n## D\n', 0],
    ['heads of tables', '| | b |\n| - | - |\n| | d |\n', 1],
    ['texts of pictures', '![](a.svg) <img src="b.svg"> <img alt="" src="c.svg">\n', 3],
    ['texts of pictures', '![a](a.svg) <img alt="b" src="b.svg">\n', 0],
  ] as const)('of the rule %j: %j has so many faults: %j', (rule, text, count) => {
    expect(wordRules[rule](text)).toHaveLength(count);
  });
});
