import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runTool } from './run-tool.mjs';

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
  const input = runTool('find', ['.'], { cwd: folder });
  const added = runTool('cpio', ['--quiet', '--create', '--format=newc', '--owner=0:0'], { cwd: folder, input });
  writeFileSync(file, Buffer.concat([readFileSync(base), added]));
  rmSync(folder, { recursive: true });
}

function commandScript(command, env) {
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  return `${exports.join('')}cd /data/project || exit 125\nexec ${command.map(quote).join(' ')}\n`;
}

function quote(word) {
  return `'${String(word).replaceAll("'", `'\\''`)}'`;
}
