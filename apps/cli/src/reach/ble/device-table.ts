import type { FoundDevice } from '@esp-prov/client';
import { foreignText } from '@esp-prov/protocol';
import { displayWidth, fitted } from '../../terminal/display-width.ts';

/** Signal strengths in dBm from which on one, two, three and four bars are shown. */
const barLimits = [-90, -75, -65, -55];
const bars = ['▂', '▄', '▆', '█'];

/** Returns four bars that show a signal strength; dots for those that are missing. */
function signalBars(rssi: number | undefined): string {
  return barLimits.map((limit, i) => (rssi !== undefined && rssi >= limit ? bars[i] : '·')).join('');
}

/** Shortest part of a name that tells devices apart. */
const leastName = 8;

/** What a list shows of a device. */
type ListedDevice = Pick<FoundDevice, 'id'> & Partial<Pick<FoundDevice, 'name' | 'rssi'>>;

/** One device in a list to choose from, in at most `width` places; the address goes first where there is no room. */
export function deviceLine({ name: told, id, rssi }: ListedDevice, width: number): string {
  const name = nameOf(told);
  const strength = rssi === undefined ? '' : `${signalBars(rssi)} ${rssi} dBm`;
  const long = `${fitted(name, 20)} ${id.padEnd(17)} ${strength}`.trimEnd();
  if (displayWidth(long) <= width) return long;
  const room = width - strength.length - 1;
  // A name that is told apart is worth more than how strong it is.
  if (strength === '' || room < leastName) return fitted(name, Math.min(20, Math.max(1, width))).trimEnd();
  return `${fitted(name, Math.min(20, room))} ${strength}`;
}

/** Returns a line for each device below a head: number, name, address, strength. */
export function deviceTable(devices: readonly FoundDevice[]): string[] {
  const width = Math.max(4, ...devices.map(({ name }) => displayWidth(nameOf(name))));
  const rows = devices.map(({ name, id, rssi, isTaken }, i) => {
    const strength = rssi === undefined ? '' : `${rssi} dBm`;
    const state = isTaken ? 'connected to this machine' : `${signalBars(rssi)} ${strength}`;
    return `${`[${i + 1}]`.padStart(4)} ${fitted(nameOf(name), width)} ${id.padEnd(17)} ${state}`.trimEnd();
  });
  return [`S.N. ${'Name'.padEnd(width)} ${'Address'.padEnd(17)} RSSI`, ...rows];
}

const unnamed = 'Unknown';

/** Bytes of the longest name that a device can have. Bluetooth Core 5.4, Vol. 3, Part C, 12.1 */
const longestName = 248;

function nameOf(name: string | undefined): string {
  return foreignText(name ?? unnamed, longestName);
}
