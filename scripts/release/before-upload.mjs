import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { maintainer } from '../debian/lay-out.mjs';
import { missingAddresses, projectAddresses } from '../stage/project.mjs';

/** What SECURITY.md says as long as nobody has filled in where reports go. */
const noContact = 'No address has been given yet';

/** What each address is for, beyond being shown. */
const uses = {
  repository: 'npm refuses provenance without it, and links of READMEs become plain text',
  homepage: 'npm shows none, and the page links to no docs',
  bugs: 'npm shows no way to report a fault',
};

/**
 * Returns what the owner has to do before an upload; none of it is a fault of a dry run.
 *
 * @param {string} root
 * @param {{ version: string, date: string | undefined, clean: boolean, untried: boolean,
 *   skipped: { name: string, why: string }[] }} release `date`: that of the section of the changelog
 */
export function beforeUpload(root, { version, date, clean, untried, skipped }) {
  const security = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  return [
    ...missingAddresses(projectAddresses(readFileSync(join(root, 'project.json'), 'utf8'))).map(
      (name) => `project.json gives no ${name}: ${uses[name]}`,
    ),
    ...(security.includes(noContact) ? [`SECURITY.md names no address for reports: replace “${noContact}”`] : []),
    ...(maintainer.endsWith('@localhost>')
      ? ['the package of Debian has a maintainer without an address: scripts/debian/lay-out.mjs']
      : []),
    ...(date === undefined ? [`CHANGELOG.md: the section of ${version} has no date`] : []),
    ...(existsSync(join(root, 'api/released', version))
      ? []
      : [`api/released has no ${version}, which later versions are compared with: npm run api:keep`]),
    ...(clean ? [] : ['this is made of files that no commit has; commit them and run it again']),
    ...(untried ? ['nothing of this was tried; run it again without --untried'] : []),
    ...skipped.map(({ name, why }) => `${name} was skipped: ${why}`),
  ];
}
