// Writes site/errors/messages.json: for each code of the table of errors a message as a test has produced it, who makes
// the error, and its details. New messages come from the notes of a run of the tests (temp/errors-produced); what the
// file has stays as long as the sources can still say it. With --check the file is only compared. Wants a build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorTable } from '../../packages/protocol/dist/index.js';
import { generatedFile } from '../../scripts/generated-file.mjs';
import { chooseMessage } from './choose-message.mjs';
import { thrownErrors } from './thrown-errors.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const path = 'site/errors/messages.json';
const codes = Object.keys(errorTable);
const places = thrownErrors(codes);
const before = JSON.parse(read(path) ?? '{}');

/** Failures that are a result of the client and no exception; there this file names their codes. */
const resultFile = 'packages/client/src/provision/failure-code.ts';
const results = codes.filter((code) => read(resultFile)?.includes(`'${code}'`));

const entries = codes.map((code) => [code, entryOf(code)]);
const missing = entries.filter(([, { message }]) => message === undefined).map(([code]) => code);
if (missing.length > 0) {
  console.error(`No test has noted a message of ${missing.join(', ')}. Run: npm test, then npm run errors`);
  process.exit(1);
}
generatedFile(path, `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`, { repair: 'npm run errors' });

function entryOf(code) {
  const own = places.filter(({ codes: made }) => made.includes(code));
  const general = places.filter(({ codes: made }) => made.length === 0);
  const notes = notesOf(code);
  const old = before[code];
  const { message, details, place } =
    chooseMessage([...(old === undefined ? [] : [old]), ...notes], {
      meaning: errorTable[code].meaning,
      forms: [...own, ...general].map(({ message: form }) => form),
    }) ?? {};
  const files = [...own.map(({ file }) => file), ...(results.includes(code) ? [resultFile] : [])];
  return {
    message,
    details,
    place,
    // A code that no place names by itself is passed along: the recorded place is what is known.
    files: [...new Set(files.length > 0 ? files : [place])].sort(),
    fields: united([typesOf(details), ...own.map(({ fields }) => fields)]),
  };
}

function typesOf(details = {}) {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, typeof value]));
}

/** Returns the fields of all places in one, with every type that a field has. */
function united(all) {
  const types = {};
  for (const [name, type] of all.flatMap((fields) => Object.entries(fields))) {
    types[name] = [...new Set([...(types[name]?.split(' or ') ?? []), type])].sort().join(' or ');
  }
  return Object.fromEntries(Object.entries(types).sort());
}

/** Returns what the tests have noted; nothing while the file is only compared, as a run of the tests must not change it. */
function notesOf(code) {
  if (process.argv.includes('--check')) return [];
  return (read(`temp/errors-produced/${code.replace('/', '.')}`) ?? '').split('\n').filter(Boolean).map(asNote);
}

/** Returns a line of the notes, with the file alone as its place. */
function asNote(line) {
  const note = JSON.parse(line);
  return { ...note, place: note.place.startsWith('esp-prov') ? 'esp-prov' : note.place.replace(/:\d+$/, '') };
}

function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
