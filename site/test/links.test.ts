import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawBlocks } from '../blocks/draw-blocks.mjs';
import { deadLinks } from '../checks/link-faults.mjs';
import { anchorsOf } from '../checks/read-page.mjs';
import { gatherPages } from '../sources/lay-out.mjs';
import { isWaiting, notYet } from './not-yet.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !/(^|\/)(node_modules|dist|test)\//.test(name))
    .map((name) => join(folder, name));
}

describe('Links', () => {
  test('of pages, READMEs and the files at the root lead somewhere', async () => {
    const { pages } = await gatherPages({ withApi: false });
    const ofSite = await Promise.all(
      pages.map(async ({ path, home, text }) => ({
        path: `docs/${path}`,
        home,
        text: await drawBlocks(text, { home }),
      })),
    );
    const ofRepository = [
      ...readdirSync(root).filter((name) => name.endsWith('.md')),
      ...['packages', 'apps', 'interop', 'examples'].flatMap(filesBelow),
    ].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
    // Pages of TypeDoc are judged where they are made: by interop/site.
    const isMade = (file: string): boolean => file.startsWith('docs/reference/api/');
    const dead = deadLinks([...ofSite, ...ofRepository], { isMade });
    expect(dead.filter((fault) => !isWaiting('links', fault))).toEqual([]);
    expect((notYet['links'] ?? []).filter((entry) => !dead.some((fault) => fault.startsWith(entry)))).toEqual([]);
  });

  test('that are dead are found, and those in code are none', () => {
    const path = 'docs/guides/a.md';
    const text = [
      '# A page',
      '[ok](#a-page) [ok](../../README.md) ![ok](../../apps/web/public/icons/mark.svg) `[code](nowhere.md)`',
      '[no page](b.md) [no heading](#b) [no heading](../../README.md#nowhere-at-all)',
      '![no picture](c.svg) <img src="d.svg" alt="d"> [out](../../../x.md) [absolute](/guides/a.md)',
      '[other host](https://example.org/) [script](javascript:x)',
      '```sh',
      '[code](nowhere.md)',
      '```',
      '[by name][e]',
      '',
      '[e]: e.md',
    ].join('\n');
    expect(deadLinks([{ path, text }]).map((fault) => fault.replace(`${path}:`, ''))).toEqual([
      '3: b.md leads to nothing',
      '3: #b names no heading',
      '3: ../../README.md#nowhere-at-all names no heading',
      '4: c.svg leads to nothing',
      '4: ../../../x.md leads out of the repository',
      '4: /guides/a.md is no relative link',
      '5: javascript:x is no relative link',
      '11: e.md leads to nothing',
      '4: d.svg leads to nothing',
    ]);
  });

  test('of headings are those that GitHub makes', () => {
    const text =
      '# Wi-Fi: `wifi/auth-error`\n## Two *words*, esp_prov.py\n## Two *words*, esp_prov.py\n### [Link](x.md) & more\n';
    expect([...anchorsOf(text)]).toEqual([
      'wi-fi-wifiauth-error',
      'two-words-esp_provpy',
      'two-words-esp_provpy-1',
      'link--more',
    ]);
  });
});
