import type { TestContext } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { Program, type ProgramOptions } from './program.ts';

/** Skips a test aloud where there is no bus to be had. */
export function requireBus({ skip }: TestContext): void {
  if (canStartBus) return;
  process.stderr.write('skipped: Bluetooth of the command (no dbus-daemon)\n');
  skip('no dbus-daemon');
}

/**
 * A virtual device on a virtual BlueZ, and the environment in which clients find it. Without `--fast` it leaves a second
 * for reading its last answer, which a client on a busy machine needs.
 */
export async function startBleDevice(...args: string[]) {
  const program = new Program(['device', '--ble', 'virtual', ...args], { hosted: true });
  const [, bus = ''] = await program.sees(/DBUS_SYSTEM_BUS_ADDRESS=(\S+)\s/);
  const options: ProgramOptions = { env: { DBUS_SYSTEM_BUS_ADDRESS: bus } };
  return { program, options, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}
