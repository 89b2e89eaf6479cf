import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packagesNamedIn } from '../stage/third-party.mjs';
import { publishedPackages, root, stageFolder } from '../workspaces.mjs';
import { lockedPackages, readLock } from './locked-packages.mjs';
import { tarballFolder } from './make-artefacts.mjs';
import { nodeKey, npmAddress, softwareBill } from './software-bill.mjs';
import { validateBill } from './validate-bill.mjs';

/** Name of the bill in a release. */
const billFile = (version) => `esp-prov-${version}.cdx.json`;

/** Writes the bill of materials of everything in the release, and returns what it lists. */
export function makeBill({ out, version, date }) {
  const lock = readLock(root);
  const others = new Map();
  const parts = publishedPackages().map(({ home, manifest }) => {
    // The command is a bundle: nothing is installed with it.
    const { direct, all } = manifest.bin ? { direct: [], all: new Map() } : lockedPackages(lock, home);
    for (const [key, each] of all) others.set(key, each);
    const siblings = manifest.bin ? [] : Object.keys(manifest.dependencies ?? {}).filter((name) => isPublished(name));
    const staged = join(stageFolder, manifest.bin ? manifest.name : basename(home));
    const holds = ['THIRD-PARTY.txt', 'web/THIRD-PARTY.txt', 'dist/site/THIRD-PARTY.txt'].flatMap((path) =>
      bundledIn(join(staged, path), { lock, others }),
    );
    return {
      key: `${manifest.name}@${version}`,
      type: manifest.bin ? 'application' : 'library',
      name: manifest.name,
      version,
      purl: npmAddress(manifest.name, version),
      description: manifest.description,
      sha512: sha512Of(join(out, tarballFolder, `${manifest.name.replace('@', '').replace('/', '-')}-${version}.tgz`)),
      needs: [...direct, ...siblings.map((name) => `${name}@${version}`)],
      holds: [...new Set(holds)].sort(),
    };
  });
  const executable = join(stageFolder, 'executable/THIRD-PARTY.txt');
  const node = existsSync(join(out, `esp-prov-${version}-linux-x64.tar.gz`)) ? process.versions.node : undefined;
  if (node !== undefined) {
    const name = `esp-prov-${version}-linux-x64`;
    const holds = [...bundledIn(executable, { lock, others }), nodeKey(node)];
    parts.push({ key: name, type: 'application', name, version, needs: [], holds });
  }
  const site = sitePart({ out, version, lock, others });
  if (site !== undefined) parts.push(site);
  const bill = softwareBill({ version, date, parts, others, node });
  validateBill(bill);
  writeFileSync(join(out, billFile(version)), `${JSON.stringify(bill, null, 2)}\n`);
  return `CycloneDX ${bill.specVersion}, valid: ${parts.length} parts, ${others.size} packages of others`;
}

/**
 * Returns the site as a part of the release, if it is in the release. What builds it has a lock of its own; the demo in
 * it is ours.
 *
 * @param {{ out: string, version: string, html?: string, lock: object, siteLock?: object, others: Map<string, object> }}
 *   release `html`: the folder of the built site
 */
export function sitePart({
  out,
  version,
  html = join(root, 'site/dist/html'),
  lock,
  siteLock = readLock(root, 'site/package-lock.json'),
  others,
}) {
  const name = `esp-prov-${version}-site`;
  if (!existsSync(join(out, `${name}.tar.gz`))) return undefined;
  const holds = [
    ...bundledIn(join(html, 'THIRD-PARTY.txt'), { lock: siteLock, others }),
    ...bundledIn(join(html, 'demo/THIRD-PARTY.txt'), { lock, others }),
  ];
  return { key: name, type: 'application', name, version, needs: [], holds: [...new Set(holds)].sort() };
}

function isPublished(name) {
  return publishedPackages().some(({ manifest }) => manifest.name === name);
}

/** Keys of the packages that a THIRD-PARTY.txt names; they are added to `others`. */
function bundledIn(file, { lock, others }) {
  if (!existsSync(file)) return [];
  return packagesNamedIn(readFileSync(file, 'utf8')).map(({ name, version }) => {
    const key = `${name}@${version}`;
    if (!others.has(key)) others.set(key, { ...lockedVersion(lock, name, version), needs: [] });
    return key;
  });
}

function lockedVersion(lock, name, version) {
  const found = Object.entries(lock).find(
    ([path, each]) => path.endsWith(`node_modules/${name}`) && each.version === version,
  );
  if (found === undefined) throw new Error(`The lock does not have ${name} ${version}, which is bundled`);
  const { license, integrity } = found[1];
  return { name, version, license, integrity };
}

function sha512Of(file) {
  return createHash('sha512').update(readFileSync(file)).digest('hex');
}
