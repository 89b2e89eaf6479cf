import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache.mjs';
import { asRoot, packageSources, requireMirrors, suite } from './machine.mjs';

const recipe = fileURLToPath(new URL('../image/', import.meta.url));

/**
 * Returns the folder with vmlinuz, initrd and root.img: from the cache, or built now. @throws NoGuest without mirrors
 */
export async function guestImage() {
  const cache = cacheFolder();
  const folder = `${cache}/image-${recipeHash()}`;
  if (!existsSync(folder)) await build(cache, folder);
  utimesSync(folder, new Date(), new Date());
  await forgetOld(cache);
  return folder;
}

async function build(cache, folder) {
  await requireMirrors();
  const begin = Date.now();
  console.log('building the guest');
  const draft = mkdtempSync(`${cache}/draft-`);
  try {
    const { code, output } = await asRoot(`${recipe}build`, suite, packageSources(), draft);
    if (code !== 0) throw new Error(`the guest cannot be built\n${output}`);
    await asRoot('chown', '-R', `${process.getuid()}:${process.getgid()}`, draft);
    // Another run may have been quicker; then that one's is as good.
    if (!existsSync(folder)) renameSync(draft, folder);
  } finally {
    if (existsSync(draft)) await asRoot('rm', '-rf', draft);
  }
  console.log(`built in ${Math.round((Date.now() - begin) / 1000)} s`);
}

/** Images that were not used for a month, and what interrupted builds have left. */
async function forgetOld(cache) {
  const old = ['(', '-name', 'image-*', '-mtime', '+30', ')', '-o', '(', '-name', 'draft-*', '-mmin', '+60', ')'];
  await asRoot('find', cache, '-mindepth', '1', '-maxdepth', '1', '(', ...old, ')', '-exec', 'rm', '-rf', '{}', '+');
}

function recipeHash() {
  const hash = createHash('sha256').update(suite);
  for (const name of readdirSync(recipe).sort()) {
    hash.update(`${name} ${statSync(recipe + name).mode}\n`).update(readFileSync(recipe + name));
  }
  return hash.digest('hex').slice(0, 16);
}
