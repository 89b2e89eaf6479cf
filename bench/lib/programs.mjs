import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stageFolder } from '../../scripts/workspaces.mjs';
import { wallMs } from './measure.mjs';

/** The command as users install it. */
export const command = join(stageFolder, 'esp-prov/bin/esp-prov.js');
const patienceMs = 30_000;

/** Returns the time in ms from the start of a Node process to its end. */
export function nodeMs(args) {
  return wallMs(() => ended(spawn(process.execPath, args, { stdio: 'ignore' }), args));
}

/** Returns the time of the command, as {@link nodeMs} does of Node. */
export function commandMs(args) {
  return nodeMs([command, ...args]);
}

/**
 * Returns what {@link commandMs} returns, less the time between status events: with --json the command prints one
 * whenever the status of the device has changed, and in between it only waits for the time of the next question.
 */
export async function busyCommandMs(args) {
  const told = [];
  const totalMs = await wallMs(() => {
    const child = spawn(process.execPath, [command, ...args, '--json'], { stdio: ['ignore', 'pipe', 'ignore'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (JSON.parse(line).event === 'status') told.push(performance.now());
    });
    return ended(child, args);
  });
  return totalMs - ((told.at(-1) ?? 0) - (told.at(0) ?? 0));
}

/** Returns a virtual device as a process of its own, and the address of its service. */
export async function startDevice(args = []) {
  const child = spawn(process.execPath, [command, 'device', '--transport', 'softap', '--fast', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('close', done));
  };
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /--service-name (\S+)/.exec(line)?.[1];
    if (!address) continue;
    clearTimeout(timer);
    child.stderr.resume();
    return { address, stop };
  }
  await stop();
  throw new Error('the virtual device offers no provisioning');
}

function ended(child, args) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve();
      else reject(new Error(`node ${args.slice(1).join(' ')} ended with ${code ?? signal}`));
    });
  });
}
