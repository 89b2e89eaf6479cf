// The list of all errors, by family, each with a link to its page.
import { errorTable, exitCodes } from '../../packages/protocol/dist/index.js';
import { exitWords } from './exit-words.mjs';
import { families } from './families.mjs';
import { prose } from './prose.mjs';

/** Returns the text of the page. */
export function errorIndex() {
  const codes = Object.keys(errorTable);
  return [
    '# Errors',
    '',
    'For everybody who has an error in front of them: each has a name that stays the same over releases, and a page of its own.',
    '',
    'The command prints the name behind its message and, with `--json`, as `code`; in the libraries it is `error.code` of a',
    '`ProvisioningError`. `esp-prov errors CODE` prints the same in a terminal. If you have a symptom and no name, begin at',
    '[Troubleshooting](../troubleshooting/index.md).',
    '',
    ...Object.entries(families).flatMap(([family, about]) => [
      `## ${family}`,
      '',
      `${about}.`,
      '',
      ...codes
        .filter((code) => code.startsWith(`${family}/`))
        .map((code) => `- [${code}](errors/${code}.md): ${prose(errorTable[code].meaning, { docs: '../' })}`),
      '',
    ]),
    '## Exit codes',
    '',
    'The command ends with a code by the kind of the failure; programs and scripts read it.',
    '',
    '| Exit code | Meaning |',
    '| --- | --- |',
    ...Object.entries(exitCodes).map(([kind, number]) => `| ${number} | ${exitWords[kind]} |`),
    '',
  ].join('\n');
}
