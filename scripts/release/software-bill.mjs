// The bill of materials of a release, in CycloneDX: what of others is in it, or comes with it. No serial number and no time
// of a run, so that the same sources make the same bytes.

/** The version of CycloneDX that is written. */
export const specVersion = '1.6';

/**
 * A part of the release: a package of ours, the page, the executable.
 *
 * @typedef {{ key: string, type: 'library' | 'application', name: string, version: string, purl?: string,
 *   description?: string, sha512?: string, needs: string[], holds: string[] }} Part `needs`: keys of what is installed with
 *   it; `holds`: keys of what is bundled in it
 * @typedef {import('./locked-packages.mjs').LockedPackage} LockedPackage
 */

/**
 * Returns the bill.
 *
 * @param {{ version: string, date: number, parts: Part[], others: Map<string, LockedPackage>, node?: string }} release
 *   `date` in seconds; `others` by `name@version`; `node`: the version that the executable holds
 */
export function softwareBill({ version, date, parts, others, node }) {
  const held = new Map();
  for (const { name, holds } of parts) for (const key of holds) held.set(key, [...(held.get(key) ?? []), name]);
  const components = [
    ...parts.map(partComponent),
    ...(node === undefined ? [] : [nodeComponent(node)]),
    ...[...others].sort(byKey).map(([key, each]) => otherComponent(key, each, held.get(key) ?? [])),
  ];
  const dependencies = [
    { ref: releaseRef(version), dependsOn: parts.map(({ key }) => key).sort() },
    ...parts.map(({ key, needs, holds }) => ({ ref: key, dependsOn: [...new Set([...needs, ...holds])].sort() })),
    ...[...others].sort(byKey).map(([key, { needs }]) => ({ ref: key, dependsOn: needs })),
  ];
  return {
    $schema: `http://cyclonedx.org/schema/bom-${specVersion}.schema.json`,
    bomFormat: 'CycloneDX',
    specVersion,
    version: 1,
    metadata: {
      timestamp: new Date(date * 1000).toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': releaseRef(version),
        name: 'esp-prov',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components,
    dependencies,
  };
}

function releaseRef(version) {
  return `esp-prov-release@${version}`;
}

function partComponent({ key, type, name, version, purl, description, sha512 }) {
  return {
    type,
    'bom-ref': key,
    name,
    version,
    ...(description && { description }),
    ...(sha512 && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: [{ license: { id: 'Apache-2.0' } }],
    ...(purl && { purl }),
  };
}

function otherComponent(key, { name, version, license, integrity }, holders) {
  return {
    type: 'library',
    'bom-ref': key,
    name,
    version,
    hashes: hashesOf(integrity),
    licenses: licencesOf(license),
    purl: npmAddress(name, version),
    ...(holders.length > 0 && { properties: [{ name: 'esp-prov:bundled-in', value: [...holders].sort().join(', ') }] }),
  };
}

function nodeComponent(version) {
  return {
    type: 'platform',
    'bom-ref': nodeKey(version),
    name: 'node',
    version,
    licenses: [{ license: { name: 'LICENSE of Node.js' } }],
    purl: `pkg:generic/node@${version}`,
  };
}

/** The key of the Node that the executable holds. */
export function nodeKey(version) {
  return `node@${version}`;
}

/** The address of a package of npm, as a package URL. */
export function npmAddress(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** Checksums of npm are base64, those of CycloneDX are hexadecimal. */
function hashesOf(integrity) {
  return integrity.split(' ').map((each) => {
    const [, algorithm, sum] = /^sha(\d+)-(.+)$/.exec(each) ?? [];
    return { alg: `SHA-${algorithm}`, content: Buffer.from(sum, 'base64').toString('hex') };
  });
}

function licencesOf(license) {
  return /^[\w.+-]+$/.test(license) ? [{ license: { id: license } }] : [{ expression: license }];
}

function byKey([a], [b]) {
  return a < b ? -1 : 1;
}
