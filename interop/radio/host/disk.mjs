import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleCommand } from '../../../scripts/stage/bundle-command.mjs';
import { runTool } from './run-tool.mjs';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const built = /\.(js|cjs|mjs|json|node)$/;

/**
 * Makes the disk with what one boot is about: the Node that runs this, the project as it is built with what it needs at
 * run time, and other folders by their names. A shared folder would do as well, were it not so slow in the guest.
 */
export async function makeDisk(file, folders) {
  const root = `${file}.d`;
  mkdirSync(`${root}/project`, { recursive: true });
  cpSync(realpathSync(process.execPath), `${root}/node`);
  for (const path of projectFolders()) copy(path, `${root}/project/${path}`);
  await releaseCommand(`${root}/project/apps/cli`);
  for (const [name, folder] of Object.entries(folders)) cpSync(folder, `${root}/${name}`, { recursive: true });
  const megabytes = Math.ceil((kibibytes(root) / 1024) * 1.1) + 16;
  const args = ['-q', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-N', '20000', '-d', root, file, `${megabytes}M`];
  runTool('mke2fs', args);
  rmSync(root, { recursive: true });
}

/** Puts the command there as it is released: of the slow start of Node in the guest, most would be hundreds of modules. */
async function releaseCommand(folder) {
  const { name, version } = JSON.parse(readFileSync(`${project}apps/cli/package.json`, 'utf8'));
  rmSync(folder, { recursive: true });
  await bundleCommand(`${folder}/dist`, { version });
  mkdirSync(`${folder}/bin`);
  cpSync(`${project}scripts/stage/esp-prov.cjs`, `${folder}/bin/esp-prov.js`);
  writeFileSync(`${folder}/package.json`, JSON.stringify({ name, version }));
}

/** Returns what is copied, as paths below the project. */
function projectFolders() {
  const { packages } = JSON.parse(readFileSync(`${project}package-lock.json`, 'utf8'));
  const installed = Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path]) => path)
    .filter((path) => existsSync(project + path));
  const links = readdirSync(`${project}node_modules/@esp-prov`).map((name) => `node_modules/@esp-prov/${name}`);
  const own = ['packages', 'apps'].flatMap((folder) =>
    readdirSync(project + folder).map((name) => `${folder}/${name}`),
  );
  const parts = own.flatMap((folder) => ['package.json', 'dist', 'bin'].map((part) => `${folder}/${part}`));
  return [...installed, ...links, ...parts, 'package.json', 'interop/radio', 'interop/support'];
}

function copy(path, to) {
  const from = project + path;
  if (!existsSync(from)) return;
  const wanted = (source) => !source.includes('/dist/') || built.test(source) || !/\.\w+$/.test(source);
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: wanted });
}

function kibibytes(folder) {
  return Number.parseInt(runTool('du', ['-sk', folder]), 10);
}
