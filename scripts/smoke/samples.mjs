import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from '../workspaces.mjs';

const sampleTimeoutMs = 120_000;

/** Runs every file of `examples` against the packages that are installed in `folder`; each has to end by itself. */
export function runSamples(folder) {
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
  for (const name of readdirSync(join(folder, 'examples')).filter((each) => each.endsWith('.mjs'))) {
    run(process.execPath, [`examples/${name}`], { cwd: folder, timeout: sampleTimeoutMs, killSignal: 'SIGKILL' });
    console.log(`  examples/${name}`);
  }
}
