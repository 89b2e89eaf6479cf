import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recorder = fileURLToPath(new URL('./record-chunks.cjs', import.meta.url));
const patienceMs = 60_000;
const running = new Set();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Stands for the code of a run that may end as it likes. */
export const anyCode = Symbol('any code');

/** The command that is installed in `folder`; its runs have `work` as their folder. */
export function installedCommand(folder, work) {
  const file = join(folder, 'node_modules/esp-prov/bin/esp-prov.js');
  const chunks = join(work, 'chunks.txt');
  writeFileSync(chunks, '');

  function start(args, { env = {}, preload = [], input } = {}) {
    const options = [recorder, ...preload].flatMap((each) => ['--require', each]);
    const child = spawn(process.execPath, [...options, file, ...args], {
      cwd: work,
      env: { ...process.env, ...env, ESP_PROV_SMOKE_CHUNKS: chunks },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    running.add(child);
    child.stdin?.end(input);
    const said = { text: '' };
    const waiting = new Set();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said.text += text;
        for (const look of waiting) look();
      });
    }
    const ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        running.delete(child);
        resolve(code ?? signal);
      });
    });
    return { child, said, ended, waiting };
  }

  return {
    file,
    /** Names of the files of the bundle that all runs together have loaded. */
    loaded: () => new Set(readFileSync(chunks, 'utf8').trim().split('\n')),
    /**
     * Runs it to its end and returns what it printed.
     *
     * @throws Error when it ends with another code than `code`, or without having printed `says`
     */
    async run(args, { code = 0, says = /./, ...options } = {}) {
      const { child, said, ended } = start(args, options);
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      const found = await ended;
      clearTimeout(timer);
      if (code !== anyCode && found !== code)
        throw new Error(`esp-prov ${args.join(' ')} ended with ${found}, not ${code}\n${said.text}`);
      if (!says.test(said.text)) throw new Error(`esp-prov ${args.join(' ')} did not print ${says}\n${said.text}`);
      return said.text;
    },
    /** Starts it, waits until it has printed `says`, and returns the match and a function that ends it. */
    async start(args, says, options) {
      const { child, said, ended, waiting } = start(args, options);
      const stop = async () => {
        child.kill('SIGTERM');
        return await ended;
      };
      const match = await new Promise((resolve, reject) => {
        const look = () => says.test(said.text) && settle(resolve, says.exec(said.text));
        const fail = () => settle(reject, new Error(`esp-prov ${args.join(' ')} did not print ${says}\n${said.text}`));
        const timer = setTimeout(fail, patienceMs);
        const settle = (action, value) => {
          clearTimeout(timer);
          waiting.delete(look);
          action(value);
        };
        waiting.add(look);
        void ended.then(fail);
        look();
      });
      return { match, stop };
    },
  };
}
