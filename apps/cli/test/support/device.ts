import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { Program, type ProgramOptions } from './program.ts';
import { secrets } from './secrets.ts';

/** A virtual device that runs as a process of its own. */
export interface RunningDevice extends AsyncDisposable {
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
  const [, printed, told] = await program.sees(/--service_name (\S+)\n|"address":"([^"]+)"/);
  const address = (printed ?? told) as string;
  return { program, address, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** Arguments that provision the device at `address` with a network of its street, unless told otherwise. */
export function credentials(
  address: string,
  { ssid = 'myssid', password = secrets.password as string } = {},
): string[] {
  return ['--service_name', address, '--pop', secrets.pop, '--ssid', ssid, '--passphrase', password];
}

let folder: string | undefined;
let files = 0;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** A file that does not exist yet; it is removed at the end. */
export function scratchFile(name: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'esp-prov-test-'));
  return join(folder, `${++files}-${name}`);
}

/** An air file with the network `myssid`, which `change` changes. */
export function airFile(change: Readonly<Record<string, unknown>> = {}): string {
  const file = scratchFile('air.json');
  const network = { ssid: 'myssid', auth: 'WPA2_PSK', password: secrets.password, ip4: '192.168.43.220', ...change };
  writeFileSync(file, JSON.stringify([network]));
  return file;
}

/**
 * Arguments of a device whose radio tells a wrong password at once. With `--fast` it would try again without a pause,
 * since the application rejoins for ever.
 */
export function quickRadio(): string[] {
  return ['--air', airFile({ joinMs: 100 })];
}
