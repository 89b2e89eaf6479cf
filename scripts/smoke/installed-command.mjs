import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startProgram } from '../../interop/support/program.mjs';
import { runExpecting } from './run-expecting.mjs';

const recorder = fileURLToPath(new URL('./record-chunks.cjs', import.meta.url));

/** The command that is installed in `folder`; its runs have `work` as their folder. */
export function installedCommand(folder, work) {
  const file = join(folder, 'node_modules/esp-prov/bin/esp-prov.js');
  const chunks = join(work, 'chunks.txt');
  writeFileSync(chunks, '');
  const env = { ESP_PROV_SMOKE_CHUNKS: chunks };
  const withFile = (preload) => [...[recorder, ...preload].flatMap((each) => ['--require', each]), file];

  return {
    file,
    /** Names of the files of the bundle that all runs together have loaded. */
    loaded: () => new Set(readFileSync(chunks, 'utf8').trim().split('\n')),
    /** As `runExpecting`; `preload` are scripts that Node runs before. */
    run: (args, { preload = [], env: more, ...expected } = {}) =>
      runExpecting(process.execPath, [...withFile(preload), ...args], {
        ...expected,
        env: { ...env, ...more },
        cwd: work,
      }),
    /** Starts a virtual device; returns its event `provisioning-started` and a function that switches it off. */
    async startDevice(args) {
      const words = [...withFile([]), 'device', '--fast', '--json', ...args];
      const program = startProgram(process.execPath, words, { env, cwd: work });
      const line = await program.sees(
        () => /^.*"event":"provisioning-started".*$/m.exec(program.output)?.[0],
        `${args.join(' ')} offers provisioning`,
        60_000,
      );
      return { ...JSON.parse(line), stop: () => program.stop() };
    },
  };
}
