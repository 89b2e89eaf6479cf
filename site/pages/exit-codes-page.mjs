// The page of exit codes, with the errors behind each: made from the table of the README and the table of errors.
import { errorTable, exitCodes as numbers } from '../../packages/protocol/dist/index.js';
import { exitCodes } from '../../scripts/command-facts.mjs';
import { errorPath } from '../errors/error-path.mjs';
import { code, sentence } from './page-words.mjs';

/** Returns the page of exit codes. @param {string} path */
export function exitCodesPage(path) {
  const text = [
    '# Exit codes',
    '',
    'For authors of scripts that call `esp-prov`: how a command ended, as the shell sees it in `$?`. An error of a code is',
    'named behind its message and, with `--json`, as `code` of the last line.',
    '',
    ...exitCodes().flatMap(([number, what]) => [
      `## ${number}`,
      '',
      linkedFrom(sentence(what)),
      '',
      ...errorList(Number(number)),
    ]),
  ];
  return { path, home: `docs/${path}`, text: `${text.join('\n')}\n` };
}

/** Returns a text of the command's README with its links as they are from this page. */
function linkedFrom(text) {
  return text.replaceAll('](../../docs/', '](../../');
}

function errorList(number) {
  const codes = Object.entries(errorTable).filter(([, { exit }]) => numbers[exit] === number);
  return codes.length === 0 ? [] : [...codes.map(([name]) => `- ${errorLink(name)}`), ''];
}

function errorLink(name) {
  return `[${code(name)}](../../${errorPath(name)})`;
}
