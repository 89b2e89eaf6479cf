// What of others is in the bundle, by whom and under which licence.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Licences whose terms are kept by handing on their texts. Another one has to be looked at before it is added here. */
const known = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Unlicense'];

/** Texts that packages come without, each with the place that it was taken from. */
const texts = fileURLToPath(new URL('./licences/', import.meta.url));

/** Folders of the packages of others whose code is in the output that a metafile describes, sorted by name. */
export function bundledPackages(metafile, root) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
      if (folder !== undefined && bytesInOutput > 0) folders.add(join(root, folder));
    }
  }
  const packages = [...folders].map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  }));
  return packages.sort((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
}

/**
 * The text of THIRD-PARTY.txt; `holder` is what the packages are a part of.
 *
 * @throws Error naming every package whose licence is not known or whose text is missing
 */
export function thirdPartyText(packages, { apache, supplied = texts, holder = 'The command esp-prov' }) {
  const complaints = [];
  const parts = packages.map(({ folder, manifest: { name, version, license, author } }) => {
    const words = String(license ?? 'none').match(/[\w.+-]+/g) ?? [];
    const unknown = words.filter((word) => !['AND', 'OR', 'WITH'].includes(word) && !known.includes(word));
    if (unknown.length > 0) complaints.push(`${name} ${version}: the licence ${unknown.join(', ')} is not known`);
    const text = licenceText(folder, name, supplied);
    if (text === undefined) complaints.push(`${name} ${version} comes without the text of its licence`);
    // Packages under it seldom repeat its text.
    const needsApache =
      words.includes('Apache-2.0') && !words.includes('OR') && !/TERMS AND CONDITIONS FOR USE/.test(text ?? '');
    const whole = [text, ...(needsApache ? [apache] : [])].join('\n\n');
    const by = typeof author === 'object' ? author.name : author;
    return [`${name} ${version}`, `Licence: ${license}`, ...(by ? [`Author: ${by}`] : []), '', whole.trim()].join('\n');
  });
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `${[`${holder} holds code of these packages.`, ...parts].join(rule)}\n`;
}

/** The packages that a THIRD-PARTY.txt names: `{ name, version }`. */
export function packagesNamedIn(text) {
  return [...text.matchAll(/^-{80}\n\n(\S+) (\S+)\nLicence: /gm)].map(([, name, version]) => ({ name, version }));
}

function licenceText(folder, name, supplied) {
  const own = readdirSync(folder).filter((file) => /^(licen[sc]e|copying|notice)\b/i.test(file));
  const files = [...own.map((file) => join(folder, file)), join(supplied, `${name.replace('/', '+')}.txt`)];
  const found = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8').trim());
  return found.length > 0 ? found.join('\n\n') : undefined;
}
