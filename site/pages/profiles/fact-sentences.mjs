// What the members of a profile mean, from the comments over their declarations.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const sources = {
  '': 'packages/virtual/src/profiles/release-profile.ts',
  ble: 'packages/virtual/src/profiles/ble-behaviour.ts',
  example: 'packages/virtual/src/profiles/release-profile.ts',
  manager: 'packages/device/src/manager/manager-settings.ts',
  station: 'packages/virtual/src/air/station-rules.ts',
};

/**
 * Returns the comment over a member of a profile, or undefined.
 *
 * @param {string} path as in `ble.hosts` or `securityVersion`
 */
export function factSentence(path) {
  const [group, name] = path.includes('.') ? path.split('.') : ['', path];
  return sources[group] === undefined ? undefined : commentsOf(sources[group]).get(name);
}

const known = new Map();

function commentsOf(file) {
  if (!known.has(file)) {
    const text = readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');
    const found = [...text.matchAll(/\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*readonly (\w+)\??:/g)];
    known.set(file, new Map(found.map(([, words, name]) => [name, words.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()])));
  }
  return known.get(file);
}
