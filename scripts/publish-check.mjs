// publint and attw over every tarball: do Node, bundlers and TypeScript find what package.json promises? Wants
// `npm run stage`. attw has nothing to say of the command, which exports no module.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { plainFailures } from './plain-failures.mjs';
import { missingAddresses, projectAddresses } from './stage/project.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { packedPackages, publishedPackages, root, run } from './workspaces.mjs';

plainFailures('publish:check');
const { path: folder, remove } = temporaryFolder('esp-prov-publish-');
const packages = publishedPackages();
const complaints = [];
try {
  for (const { name, tarball } of packedPackages(folder, packages)) {
    const { manifest } = packages.find((each) => each.manifest.name === name);
    const bytes = readFileSync(tarball);
    const { messages } = await publint({
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
      strict: true,
    });
    // Suggestions name things that may be absent, such as an address that project.json does not give.
    for (const message of messages.filter(({ type }) => type !== 'suggestion')) {
      complaints.push(`${name}: publint: ${formatMessage(message, manifest, { color: false })}`);
    }
    if (manifest.bin) continue;
    try {
      run(process.execPath, [
        join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
        tarball,
        '--profile=esm-only',
        '--no-color',
        '--no-emoji',
      ]);
    } catch (error) {
      complaints.push(`${name}: attw: ${error.message}`);
    }
  }
} finally {
  await remove();
}
for (const each of complaints) console.error(each);
if (complaints.length > 0) process.exit(1);
console.log(`publint and attw accept ${packages.map(({ manifest }) => manifest.name).join(', ')}.`);
const missing = missingAddresses(projectAddresses());
if (missing.length > 0) console.warn(`Open before a release: project.json gives no ${missing.join(', ')}.`);
