import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';

/** What a search for the page works with; the rest has defaults. */
export interface PageSearch {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Folder of the package of the command. */
  readonly home?: string | undefined;
}

/**
 * Returns the folder of the built page: the one that the package brings, or in a clone the one that its build writes,
 * which is brought up to date before.
 *
 * @throws ProvisioningError `host/package-missing`, `host/file-unusable`
 */
export async function pageFolder({ output, signal, home = packageHome() }: PageSearch): Promise<string> {
  if (home === undefined) throw noPage('this executable is one file, without it; npx esp-prov web has one');
  const packed = join(home, 'web');
  if (existsSync(join(packed, 'index.html'))) return packed;
  const clone = join(home, '..', '..');
  const site = join(home, '..', 'web', 'dist', 'site');
  const builder = join(clone, 'scripts', 'build-web.mjs');
  const isBuilt = existsSync(join(site, 'index.html'));
  if (existsSync(builder)) await build(builder, { clone, isBuilt, output, signal });
  else if (!isBuilt) throw noPage('this package brings no page');
  return site;
}

async function build(
  builder: string,
  { clone, isBuilt, output, signal }: { clone: string; isBuilt: boolean; output: Output; signal: AbortSignal },
): Promise<void> {
  if (!existsSync(join(clone, 'node_modules', 'vite', 'package.json'))) {
    const why = 'the page of this clone is built by the package vite; run npm install in the clone';
    if (isBuilt) return output.event({ event: 'warning', text: why }, `warning: ${why}; the last build is served`);
    throw new ProvisioningError('host/package-missing', why, { details: { package: 'vite' } });
  }
  const args = [builder, '--if-needed'];
  // Its output is for people, so it goes where messages for people go.
  const child = spawn(process.execPath, args, { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'], signal });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      // It says nothing where the page is as new as its sources.
      if (said === '') output.event({ event: 'building' }, 'Building the page (apps/web), which takes some seconds …');
      said = `${said}${text}`.slice(-longestSaid);
    });
  }
  const [code] = (await once(child, 'close').catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  })) as [number | null];
  if (code !== 0) throw noPage(`scripts/build-web.mjs ended with code ${code}: ${said.trim().replace(/\s+/g, ' ')}`);
}

/** Characters of what a failed build has said that are repeated. */
const longestSaid = 600;

function noPage(why: string): ProvisioningError {
  return new ProvisioningError('host/file-unusable', `the page is not there: ${why}; name a built one with --app`);
}

/**
 * Returns the folder of the package that this file belongs to; a bundle has all files in one folder. Undefined in an
 * executable, which belongs to no package.
 */
function packageHome(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isHome(folder)) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return folder;
}

function isHome(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'esp-prov';
}
