import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('../guest/', import.meta.url));

/**
 * Writes the early root file system of one boot: that of the image, and after it, as the kernel unpacks one archive over
 * the other, the scripts of the guest with what this boot is to do.
 */
export function writeInitrd(file, base, { command, env }) {
  const folder = `${file}.d`;
  mkdirSync(folder);
  cpSync(scripts, `${folder}/guest`, { recursive: true });
  renameSync(`${folder}/guest/init`, `${folder}/init`);
  writeFileSync(`${folder}/guest/command`, commandScript(command, env));
  const list = spawnSync('find', ['.'], { cwd: folder }).stdout;
  const { status, stdout, stderr } = spawnSync('cpio', ['--quiet', '--create', '--format=newc', '--owner=0:0'], {
    cwd: folder,
    input: list,
    maxBuffer: 16 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`cpio failed: ${stderr}`);
  writeFileSync(file, Buffer.concat([readFileSync(base), stdout]));
  rmSync(folder, { recursive: true });
}

function commandScript(command, env) {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  return `${exports.join('')}cd /data/project || exit 125\nexec ${command.map(quote).join(' ')}\n`;
}

function quote(word) {
  return `'${String(word).replaceAll("'", `'\\''`)}'`;
}
