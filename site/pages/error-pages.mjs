// The pages of the errors: one for each code, and the list of all.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorTable } from '../../packages/protocol/dist/index.js';
import { errorIndex } from '../errors/error-index.mjs';
import { errorPage } from '../errors/error-page.mjs';
import { errorPath } from '../errors/error-path.mjs';
import { families } from '../errors/families.mjs';
import { pagesAbout } from '../errors/pages-about.mjs';

const messages = JSON.parse(readFileSync(fileURLToPath(new URL('../errors/messages.json', import.meta.url)), 'utf8'));

const codes = Object.keys(errorTable);

/** The maker of one page for each code, and of the list that stands in place of docs/reference/errors.md. */
export const errorPages = {
  name: 'errors',
  make: async () => [
    { path: 'reference/errors.md', text: errorIndex(), home: 'docs/reference/errors.md' },
    ...codes.map((code) => ({
      path: errorPath(code),
      text: errorPage(code, { ...messages[code], about: pagesAbout(code) }),
      home: `docs/${errorPath(code)}`,
    })),
  ],
  navigation: () => [
    {
      text: 'Errors',
      path: 'reference/errors',
      items: Object.keys(families).map((family) => ({
        text: family,
        items: codes
          .filter((code) => code.startsWith(`${family}/`))
          .map((code) => ({ text: code, path: errorPath(code).replace(/\.md$/, '') })),
      })),
    },
  ],
};
