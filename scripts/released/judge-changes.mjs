import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareSurfaces } from './compare-surfaces.mjs';
import { compareVersions, demandedVersion } from './demanded-version.mjs';
import { keptSurface } from './public-surface.mjs';

/** How a change is told. */
const verbs = {
  removed: 'removed, which breaks',
  changed: 'changed, which breaks',
  demanded: 'added as a member that every object of the kind now needs, which breaks those that users make',
  added: 'added',
};

/** How many changes of one kind are named. */
const most = 40;

/**
 * Compares what is public with the newest released version before `version`, or with that version itself.
 *
 * @param {string} folder `api/released`
 * @param {{ version: string, current: Map<string, string> }} now
 * @returns {{ words: string, isWrong: boolean }}
 */
export function judgeChanges(folder, { version, current }) {
  const released = releasedVersions(folder).filter((each) => compareVersions(each, version) <= 0);
  const last = released.at(-1);
  if (last === undefined) {
    return {
      words: `No version has been released, so nothing is compared. The first release keeps what is public in api/released/${version}.`,
      isWrong: false,
    };
  }
  const accepted = acceptedChanges(folder);
  const all = compareSurfaces(keptSurface(join(folder, last)), current);
  const changes = all.map((each) => (accepted.has(each.what) ? { ...each, kind: 'added', breaks: false } : each));
  const demanded = demandedVersion(last, changes);
  const isWrong = compareVersions(version, demanded) < 0;
  const lines = ['removed', 'changed', 'demanded', 'added'].flatMap((kind) => listed(changes, kind));
  const verdict = isWrong
    ? `That demands version ${demanded} or later, and the repository has ${version}. Either undo what breaks, or run: npm run version:set -- ${demanded}`
    : `That demands version ${demanded} or later; the repository has ${version}.`;
  const words =
    changes.length === 0 ? `What is public is as in ${last}.` : [`Since ${last}:`, ...lines, verdict].join('\n');
  return { words, isWrong };
}

/** Versions that are kept, earliest first. */
function releasedVersions(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort(compareVersions);
}

/**
 * Changes that look as if they broke something and do not, with the reasons: `{ "client.api.md: Info.name": "only returned" }`
 * in `accepted.json`.
 */
function acceptedChanges(folder) {
  const file = join(folder, 'accepted.json');
  if (!existsSync(file)) return new Map();
  const entries = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
  const bare = entries.find(([, why]) => typeof why !== 'string' || why.trim() === '');
  if (bare !== undefined) throw new Error(`api/released/accepted.json gives no reason for ${bare[0]}`);
  return new Map(entries);
}

function listed(changes, kind) {
  const found = changes.filter((each) => each.kind === kind);
  const rest = found.length - most;
  return [
    ...found.slice(0, most).map(({ what }) => `- ${what}: ${verbs[kind]}`),
    ...(rest > 0 ? [`- and ${rest} more that are ${verbs[kind]}`] : []),
  ];
}
