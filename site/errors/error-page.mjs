// The page of one error.

import { errorLines } from '../../apps/cli/dist/report/error-report.js';
import { wrapped } from '../../apps/cli/dist/terminal/wrapped.js';
import {
  errorCauses,
  errorEvidence,
  errorTable,
  exitCodes,
  ProvisioningError,
} from '../../packages/protocol/dist/index.js';
import { plainText } from '../sources/first-paragraph.mjs';
import { slug } from '../sources/slug.mjs';
import { detailWords } from './detail-words.mjs';
import { makersOf } from './makers.mjs';
import { prose } from './prose.mjs';
import { relatedErrors } from './related-errors.mjs';

/** Failures that the protocol reports as an answer, so that the client has them as a result. */
const resultCodes = new Set([
  'wifi/auth-error',
  'wifi/network-not-found',
  'wifi/connection-failed',
  'wifi/disconnected',
  'thread/network-not-found',
  'thread/attach-failed',
]);

/**
 * Returns the text of the page of an error.
 *
 * @param {string} code
 * @param {{ message: string, details: Record<string, string | number | boolean>, files: string[],
 *   fields: Record<string, string>, about: { path: string, title: string, section?: string }[] }} known `about`: the
 *   written pages that name it
 */
export function errorPage(code, { message, details, files, fields, about }) {
  const { meaning, remedy, command, exit } = errorTable[code];
  const makers = makersOf(files);
  return [
    `# ${code}`,
    '',
    `For everybody who sees \`${code}\` in a terminal, in the page or in a program of their own.`,
    '',
    `**${prose(meaning)}**`,
    '',
    ...section('Likely causes', list(errorCauses[code].map(prose))),
    ...section(
      'What the evidence shows',
      list((errorEvidence[code] ?? []).map(({ sign, shows }) => `**If ${sign}:** ${prose(shows)}`)),
    ),
    ...section('What to do', [prose(remedy)]),
    ...section('What to type', command === undefined ? [] : [prose(command)]),
    ...section('How it looks', looks(code, { message, details, printed: makers.some(({ printed }) => printed) })),
    ...section('In a program', program(code, fields)),
    ...section('Who raises it', list(makers.map(({ name }) => name))),
    ...section('Exit code', [`The command ends with [exit code ${exitCodes[exit]}](../../errors.md#exit-codes).`]),
    ...section(
      'Related errors',
      list(relatedErrors(code).map((each) => `[${each}](../${each}.md): ${prose(errorTable[each].meaning)}`)),
    ),
    ...section('Read on', list(about.map(linkTo))),
  ].join('\n');
}

function section(title, lines) {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function list(items) {
  return items.map((item) => `- ${item}`);
}

/** Columns of the terminal that the page shows. */
const columns = 80;

/** Returns the error as the command prints it, from a message that a test has produced; else as a program has it. */
function looks(code, { message, details, printed }) {
  const error = new ProvisioningError(code, message, { details });
  if (!printed) return ['The message in a program:', '', '```text', message, '```'];
  const help = 'esp-prov --help';
  return [
    '```text',
    ...errorLines(error, { json: false, help }).flatMap((line) => wrapped(line, columns)),
    '```',
    '',
    'With `--json` it is the last line of the output:',
    '',
    '```json',
    ...errorLines(error, { json: true, help }),
    '```',
  ];
}

function program(code, fields) {
  if (resultCodes.has(code)) {
    return [
      'The client returns this failure as a result and not as an exception: a step whose `kind` is `failed`.',
      '`failureCode(step.reason)` of `@esp-prov/client` names its code.',
    ];
  }
  const names = Object.keys(fields);
  const how = `\`isProvisioningError(error, '${code}')\` recognises it.`;
  if (names.length === 0) return [`${how} It has no details.`];
  return [
    `${how} \`error.details\` has the facts of the case, as far as they are known:`,
    '',
    '| Detail | Type | Meaning |',
    '| --- | --- | --- |',
    ...names.map((name) => `| \`${name}\` | ${fields[name]} | ${detailWords[name] ?? ''} |`),
  ];
}

function linkTo({ path, title, section: heading }) {
  const up = '../../../';
  return heading === undefined
    ? `[${title}](${up}${path})`
    : `[${title}: ${heading}](${up}${path}#${slug(plainText(heading))})`;
}
