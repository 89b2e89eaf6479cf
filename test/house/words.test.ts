import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findOffences, offencesOf, textFiles, type WordRule } from './support/words.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a search can hold of the rules for words in CONTRIBUTING.md, each with offences and with lines that are right. */
const rules: readonly (WordRule & { readonly wrong: readonly string[]; readonly right: readonly string[] })[] = [
  {
    name: 'bytes, not octets',
    pattern: /octet/i,
    except: /\bRFC \d|\*\*Bytes\.\*\*/,
    wrong: ['/** Octets from the start. */', 'const mostOctets = 2953;', 'takes 32 octets'],
    right: ['takes 32 bytes', 'an “octet string” of RFC 5054'],
  },
  {
    name: 'default: X, not left out: X',
    pattern: /left out: /i,
    wrong: ["'address; left out: a free one'", '/** Left out: the newest. */'],
    right: ['default: a free one', 'the first is left out'],
  },
  {
    name: 'Expected X, for example Y',
    pattern:
      /['"`(]It is (?:an?|the|one|six|\d|\$\{)|\bis no [ui](?:8|16|32|64)\b|['"`][^'"`]* (?:is|are) expected['"`]/,
    wrong: ["Error('It is a number of seconds, such as 30.')", "'300 is no u8'", "'an object is expected'"],
    right: ["'Expected a number of seconds, for example 30'", '// It is a number of the firmware'],
  },
  {
    name: 'no word three times in a row',
    pattern: /^\s*(?:\/\*)?\*+ .*\b([A-Za-z]{3,}(?: [A-Za-z]+)?) \1 \1\b/,
    wrong: [' * Returns the Returns the Returns the name', '/** Raises Raises Raises 2 to the power. */'],
    right: [' * Returns the name that the device has', "cat('one one one')"],
  },
  {
    name: 'fix, not mend',
    pattern: /\bmend(?:s|ed|ing)?\b/i,
    except: /\*\*Verbs\.\*\*/,
    wrong: ['Mend what is named', 'mended in v5.5.5'],
    right: ['fixed in v5.5.5', 'an amendment', 'we recommend it'],
  },
  {
    name: 'report, not tell of',
    pattern: /\b(?:tells?|told|telling) of\b|\basks? on\b|\bnot told\b/i,
    except: /\*\*Verbs\.\*\*/,
    wrong: ['tells of links', 'are not told', 'no terminal to ask on'],
    right: ['reports links', 'told apart'],
  },
  {
    name: 'options as help spells them',
    pattern: /--[a-z0-9]+_[a-z0-9_]+/,
    // The original's own options, and mfg_gen's; and where both spellings are the matter, as in tests of the command.
    except: /esp_prov|mfg_gen|--prefix_num/,
    exceptIn:
      /^(?:interop\/(?:esp-prov-py|local-control|matrix|side-by-side|nvs-generator|radio\/(?:cases|lab)\/esp-prov-py)|docs\/guides\/from-esp-prov\.md|apps\/cli\/test\/)/,
    wrong: ['esp-prov --service_name PROV_1', "'for --sec2_gen_cred'"],
    right: ['esp-prov --service-name PROV_1', 'esp_prov.py --service_name PROV_1'],
  },
  {
    name: 'sentences that were written anew',
    pattern: new RegExp(
      [
        'has a value that it cannot have',
        'so nobody told how it ended',
        'its keys cannot go on',
        'the rare kind about which',
        'was to be typed',
        'the asked feature',
        'whose bus it tells',
        'in the words of v3\\.2',
        'asked for when wanted',
        'tell every exchange',
        'become octets',
        'set all bits of',
        'not as a batch needs it',
        'need rights',
        'What is where',
        'nobody knows who',
        'Who confuses the two',
        'is heard by nobody',
        'Turns of the job queue',
        'asked about first, and right',
        'What must not be sent twice',
        'comes to that does no harm',
        'its like that reads it from a file',
      ].join('|'),
    ),
    wrong: ['set all bits of a region', '## What is where', 'asked for when wanted (env: ESP_PROV_POP)'],
    right: ['erase a region: fill it with 0xFF', 'prompted for if needed'],
  },
];

const found = findOffences(root, rules);

describe('the words of the house', () => {
  test.each(rules)('$name: finds offences and nothing else', ({ wrong, right, ...rule }) => {
    expect(wrong.filter((line) => offencesOf('x.ts', line, [rule]).length === 0)).toEqual([]);
    expect(right.filter((line) => offencesOf('x.ts', line, [rule]).length > 0)).toEqual([]);
  });

  test('are looked for in all texts', () => {
    const files = textFiles(root);
    expect(files.length).toBeGreaterThan(900);
    const some = ['CONTRIBUTING.md', 'docs/reference/flash.md', 'packages/nvs/src/crc32.ts', 'interop/fuzz/run'];
    expect(files).toEqual(expect.arrayContaining(some));
  });

  test('are kept', () => {
    expect(found.map(({ path, line, rule }) => `${path}:${line}: ${rule}`)).toEqual([]);
  });
});
