import { fileURLToPath } from 'node:url';
import { BuiltNote } from '../../scripts/built-note.mjs';

/** What was built of the site, and what its pages are written in or made from. */
export const siteNote = new BuiltNote(fileURLToPath(new URL('../dist/built.json', import.meta.url)), [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'apps',
  'docs',
  'examples',
  'packages',
  'package-lock.json',
  'project.json',
  'scripts',
  'site',
  'test/vectors',
]);
