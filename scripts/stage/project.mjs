import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspaces.mjs';

/** Addresses of the project by their names in a manifest; those that are empty in project.json are left out. */
export function projectAddresses(text = readFileSync(join(root, 'project.json'), 'utf8')) {
  const wrong = [];
  const known = ['repository', 'homepage', 'bugs'];
  const entries = Object.entries(JSON.parse(text));
  for (const [name, value] of entries) {
    if (!known.includes(name)) wrong.push(`project.json: ${name} is none of ${known.join(', ')}`);
    else if (value !== '' && !/^https:\/\/[^\s/]+\S*[^\s/]$/.test(value)) {
      wrong.push(
        `project.json: ${name} is no address. Expected https and no / at its end, for example https://example.org/esp-prov`,
      );
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

/** Names of addresses that are still to be given: the one open point of a release. */
export function missingAddresses(addresses) {
  return ['repository', 'homepage', 'bugs'].filter((name) => addresses[name] === undefined);
}

/** The members of the manifest of the package in `home`, such as `packages/client`, that follow from the addresses. */
export function addressMembers({ repository, homepage, bugs }, home) {
  return {
    ...(homepage && { homepage }),
    ...(bugs && { bugs: { url: bugs } }),
    ...(repository && { repository: { type: 'git', url: `git+${repository}.git`, directory: home } }),
  };
}
