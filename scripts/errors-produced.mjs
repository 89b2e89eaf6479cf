// Reports which codes of the error table no test has produced. The tests note them below temp/ (test/setup); before a
// whole run, --forget removes the notes of the last one. Wants a build.
import { readdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const notes = fileURLToPath(new URL('../temp/errors-produced/', import.meta.url));

/**
 * Returns the codes among `codes` that have no note in `folder`.
 *
 * @param {readonly string[]} codes
 * @param {string} folder
 * @returns {string[]}
 */
export function unproduced(codes, folder) {
  const noted = new Set(namesIn(folder));
  return codes.filter((code) => !noted.has(code.replace('/', '.')));
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--forget')) {
    rmSync(notes, { recursive: true, force: true });
  } else {
    const { errorTable } = await import('../packages/protocol/dist/index.js');
    const codes = Object.keys(errorTable);
    const missing = unproduced(codes, notes);
    for (const code of missing) console.error(`${code} is produced by no test`);
    if (missing.length > 0) process.exit(1);
    console.log(`Each of the ${codes.length} error codes is produced by a test.`);
  }
}
