import { existsSync, readFileSync } from 'node:fs';
import { runProgram } from '../../support/program.mjs';

/** What Espressif's NimBLE prefers, and the guest begins with. */
export const firmwareMtu = 256;
/** What bluetoothd prefers. */
export const desktopMtu = 517;

/**
 * The longest value that bluetoothd before 5.69 lets a central write with the MTU of firmware, as it counts the four
 * bytes of a fragment's head; in a single packet it is 510. https://github.com/bluez/bluez/issues/570
 */
export const longestWrite = 508;

/** Ends bluetoothd and starts it again. */
export async function restartBluetoothd(mtu) {
  const { code, output, errors } = await runProgram('/guest/start-bluetoothd', [String(mtu)]);
  if (code !== 0) throw new Error(`bluetoothd does not start: ${output}${errors}`);
}

/**
 * Whether it is there. It may crash when a link is lost while the device has a request in hand, as the answer then goes to
 * memory that is free. https://github.com/bluez/bluez/issues/2447
 */
export function bluetoothdRuns() {
  return existsSync(`/proc/${readFileSync('/run/bluetoothd.pid', 'utf8').trim()}/fd`);
}
