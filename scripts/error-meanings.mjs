// Writes the meanings of the table of errors into a file of their own, so that a page which only names failures loads
// nothing else of the table; with --check it only compares.
import { build } from 'esbuild';
import { generatedFile } from './generated-file.mjs';
import { root } from './workspaces.mjs';

const folder = 'packages/protocol/src/errors';
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [`${folder}/error-table.ts`],
  format: 'esm',
  write: false,
  bundle: true,
});
const source = Buffer.from(outputFiles[0].contents).toString('base64');
const { errorTable } = await import(`data:text/javascript;base64,${source}`);

const lines = Object.entries(errorTable).map(([code, { meaning }]) => entry(code, quoted(meaning)));
const text = [
  '// Generated from error-table.ts by npm run errors.',
  "import type { ErrorCode } from './error-table.ts';",
  '',
  '/** What each failure means, as {@link errorTable} has it, without all else that stands there. */',
  'export const errorMeanings: Readonly<Record<ErrorCode, string>> = {',
  ...lines,
  '};',
  '',
].join('\n');

generatedFile(`${folder}/error-meanings.ts`, text, { repair: 'npm run errors' });

/** A line as the formatter leaves it. */
function entry(code, meaning) {
  const line = `  ${quoted(code)}: ${meaning},`;
  return line.length <= 120 ? line : `  ${quoted(code)}:\n    ${meaning},`;
}

function quoted(text) {
  return text.includes("'") ? JSON.stringify(text) : `'${text}'`;
}
