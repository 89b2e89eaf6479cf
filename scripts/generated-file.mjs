// A file that is made from the sources and committed: written, or with --check compared.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { scriptArguments } from './script-arguments.mjs';
import { root } from './workspaces.mjs';
import { writeWhole } from './write-whole.mjs';

/**
 * Writes `text` to `path`, relative to the repository; with --check ends the process with 1 when it differs.
 *
 * @param {string} path
 * @param {string} text
 * @param {{ repair: string }} options `repair`: the command that writes it
 */
export function generatedFile(path, text, { repair }) {
  const { values } = scriptArguments({ options: { check: { type: 'boolean' } }, example: `${repair}:check` });
  const file = join(root, path);
  if (!values.check) {
    plainFailures(repair.replace('npm run ', ''));
    writeWhole(file, text);
    console.log(`Wrote ${path}.`);
    return;
  }
  if (read(file) !== text) {
    console.error(`${path} is not what its sources say. Run: ${repair}`);
    process.exit(1);
  }
  console.log(`${path} is what its sources say.`);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
