import { jsonEntries } from './json-entries.mjs';
import { reportEntries } from './report-entries.mjs';

/**
 * A change of what is public.
 *
 * @typedef {{ what: string, kind: 'removed' | 'changed' | 'added' | 'demanded', breaks: boolean }} Change
 */

/**
 * Compares what two versions make public, each as files by their path: `*.api.md` and `*.json`.
 *
 * @param {Map<string, string>} released
 * @param {Map<string, string>} current
 * @returns {Change[]}
 */
export function compareSurfaces(released, current) {
  const changes = [];
  for (const path of [...new Set([...released.keys(), ...current.keys()])].sort()) {
    if (!current.has(path)) changes.push(change(path, 'removed'));
    else if (!released.has(path)) changes.push(change(path, 'added'));
    else changes.push(...compareFiles(path, released.get(path), current.get(path)));
  }
  return changes;
}

function compareFiles(path, released, current) {
  const [before, after] = [entriesOf(path, released), entriesOf(path, current)];
  const changes = [];
  for (const [key, { text }] of before) {
    const now = after.get(key);
    if (now === undefined) {
      if (!hasParent(key, (each) => before.has(each) && !after.has(each)))
        changes.push(change(`${path}: ${key}`, 'removed'));
    } else if (now.text !== text) changes.push(change(`${path}: ${key}`, 'changed'));
  }
  for (const [key, { demanded }] of after) {
    if (before.has(key) || hasParent(key, (each) => after.has(each) && !before.has(each))) continue;
    changes.push(change(`${path}: ${key}`, demanded ? 'demanded' : 'added'));
  }
  return changes;
}

function entriesOf(path, text) {
  return path.endsWith('.json') ? jsonEntries(JSON.parse(text)) : reportEntries(text);
}

/** Whether something that holds the entry has the same fate, so that it says enough. */
function hasParent(key, isSame) {
  for (const at of [key.indexOf(' | '), ...[...key.matchAll(/\./g)].map(({ index }) => index)]) {
    if (at > 0 && isSame(key.slice(0, at))) return true;
  }
  return false;
}

function change(what, kind) {
  return { what, kind, breaks: kind !== 'added' };
}
