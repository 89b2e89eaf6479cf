import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Program, type ProgramOptions } from './program.ts';
import { secrets } from './secrets.ts';

/** A virtual device that runs as a process of its own. */
export interface RunningDevice {
  readonly program: Program;
  /** Address of its service, for `--service_name`. */
  readonly address: string;
}

/** Switches a virtual device on and waits until it offers provisioning. */
export async function startDevice(
  args: readonly string[] = ['--fast'],
  options?: ProgramOptions,
): Promise<RunningDevice> {
  const program = new Program(['device', '--transport', 'softap', ...args], options);
  const [, address] = await program.sees(/--service_name (\S+)\n|"address":"([^"]+)"/);
  return { program, address: address as string };
}

/** Arguments that provision the device at `address` with a network of its street, unless told otherwise. */
export function credentials(
  address: string,
  { ssid = 'myssid', password = secrets.password as string } = {},
): string[] {
  return ['--service_name', address, '--pop', secrets.pop, '--ssid', ssid, '--passphrase', password];
}

/** A file that does not exist yet, in a folder that is removed with the test. */
export function scratchFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}
