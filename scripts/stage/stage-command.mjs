import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, run } from '../workspaces.mjs';
import { bundleCommand } from './bundle-command.mjs';
import { packedReadme } from './packed-readme.mjs';
import { commandManifest } from './staged-manifest.mjs';
import { bundledPackages, thirdPartyText } from './third-party.mjs';

const shells = { bash: 'esp-prov.bash', zsh: '_esp-prov', fish: 'esp-prov.fish' };

/** What the package holds; `web` is the page that the command serves. */
const files = ['bin', 'completions', 'dist', 'man', 'schema', 'web', 'THIRD-PARTY.txt'];

/** The page as `scripts/build-web.mjs` builds it. Examples for people who embed the button are in the package of it. */
const site = join(root, 'apps/web/dist/site');

/** Makes the released form of the command in `target`: a bundle that needs no other package. */
export async function stageCommand(target, { folder, home, manifest }, { addresses }) {
  const metafile = await bundleCommand(join(target, 'dist'), manifest);
  write('bin/esp-prov.js', readFileSync(fileURLToPath(new URL('./esp-prov.cjs', import.meta.url)), 'utf8'));
  chmodSync(join(target, 'bin/esp-prov.js'), 0o755);
  for (const name of ['man', 'schema', 'LICENSE']) cpSync(join(folder, name), join(target, name), { recursive: true });
  cpSync(site, join(target, 'web'), { recursive: true, filter: (path) => path !== join(site, 'examples') });
  const packages = bundledPackages(metafile, root);
  write('THIRD-PARTY.txt', thirdPartyText(packages, { apache: readFileSync(join(root, 'LICENSE'), 'utf8') }));
  write('package.json', `${JSON.stringify(commandManifest(manifest, { addresses, home, files }), null, 2)}\n`);
  for (const [shell, file] of Object.entries(shells)) {
    write(`completions/${file}`, run(process.execPath, [join(target, 'bin/esp-prov.js'), 'completion', shell]));
  }
  const there = readdirSync(target, { recursive: true }).map((path) => path.replaceAll('\\', '/'));
  const readme = packedReadme(readFileSync(join(folder, 'README.md'), 'utf8'), {
    home,
    repository: addresses.repository,
    isPacked: (path) => there.includes(path),
  });
  write('README.md', readme);
  return packages;

  function write(path, text) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
}
