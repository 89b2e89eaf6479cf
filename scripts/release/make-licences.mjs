import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, stageFolder } from '../workspaces.mjs';

/** What parts the entries of a THIRD-PARTY.txt. */
const rule = `\n\n${'-'.repeat(80)}\n\n`;

/** The parts of a release that hold code of others, each with a THIRD-PARTY.txt of its own. */
const holders = [
  join(stageFolder, 'esp-prov/THIRD-PARTY.txt'),
  join(stageFolder, 'esp-prov/web/THIRD-PARTY.txt'),
  join(stageFolder, 'executable/THIRD-PARTY.txt'),
  join(root, 'site/dist/html/THIRD-PARTY.txt'),
];

/** Writes one THIRD-PARTY.txt for everything in the release. */
export function makeLicences({ out }) {
  const texts = holders.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
  const entries = joinLicences(texts);
  const head = 'What this release holds of others, by package.';
  writeFileSync(join(out, 'THIRD-PARTY.txt'), `${[head, ...entries].join(rule)}\n`);
  return `${entries.length} packages of others`;
}

/** Returns the entries of several texts, each once, sorted. */
export function joinLicences(texts) {
  const entries = texts.flatMap((text) => text.trimEnd().split(rule).slice(1));
  return [...new Set(entries)].sort();
}
