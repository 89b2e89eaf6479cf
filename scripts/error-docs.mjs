// Writes docs/reference/errors.md from the table of errors; with --check it only compares. Wants a build.
import { errorCauses, errorEvidence, errorTable, exitCodes } from '../packages/protocol/dist/index.js';
import { generatedFile } from './generated-file.mjs';

const entries = Object.entries(errorTable).map(([code, entry]) => ({ code, family: code.split('/')[0], ...entry }));
const families = [...new Set(entries.map(({ family }) => family))];

const text = [
  '# Errors',
  '',
  'For everybody who has an error in front of them: what it means, what may have caused it, and what to do.',
  '',
  'Every failure has a name that stays the same over releases. The command prints it behind its message and, with',
  '`--json`, as `code`; the libraries have it as `error.code` of a `ProvisioningError`. `esp-prov errors CODE` prints an',
  'entry of this page, which `npm run errors` makes from `packages/protocol/src/errors`. On the site each has a page of',
  'its own, with an example. If you have a symptom and no name, begin at [Troubleshooting](../troubleshooting/index.md).',
  '',
  ...families.flatMap((family) => [
    `## ${family}`,
    '',
    ...entries.filter((entry) => entry.family === family).flatMap(section),
  ]),
].join('\n');

generatedFile('docs/reference/errors.md', text, { repair: 'npm run errors' });

function section({ code, meaning, remedy, command, exit }) {
  const causes = errorCauses[code];
  return [
    `### ${code}`,
    '',
    plain(meaning),
    '',
    'Likely causes:',
    '',
    ...causes.map((cause) => `- ${plain(cause)}`),
    '',
    ...evidenceList(errorEvidence[code] ?? []),
    `What to do: ${plain(remedy)}`,
    '',
    ...(command ? [`On the command line: ${plain(command)}`, ''] : []),
    `Exit code ${exitCodes[exit]}.`,
    '',
  ];
}

/** Returns what the evidence around a failure shows, as a list. */
function evidenceList(evidence) {
  if (evidence.length === 0) return [];
  return ['What the evidence shows:', '', ...evidence.map(({ sign, shows }) => `- If ${sign}: ${shows}`), ''];
}

/** Returns the text with what is JSON in it as code. */
function plain(text) {
  return text.replaceAll(/\{.*\}/g, (json) => `\`${json}\``);
}
