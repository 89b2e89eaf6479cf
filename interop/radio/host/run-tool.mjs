import { spawnSync } from 'node:child_process';
import { searchPath } from './machine.mjs';

const longestOutput = 64 * 1024 * 1024;

/** Runs a program that ends within moments. @returns what it printed, as bytes */
export function runTool(command, args, { cwd, input } = {}) {
  const env = { ...process.env, PATH: searchPath };
  const options = { cwd, input, env, maxBuffer: longestOutput, timeout: 120_000 };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
  return stdout;
}
