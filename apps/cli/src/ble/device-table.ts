import type { FoundDevice } from '@esp-prov/client';

/** Signal strengths in dBm from which on one, two, three and four bars are shown. */
const barLimits = [-90, -75, -65, -55];
const bars = ['▂', '▄', '▆', '█'];

/** Four bars that show a signal strength; dots for those that are missing. */
function signalBars(rssi: number | undefined): string {
  return barLimits.map((limit, i) => (rssi !== undefined && rssi >= limit ? bars[i] : '·')).join('');
}

/** One device in a list to choose from. */
export function deviceLine({ name = unnamed, id, rssi }: FoundDevice): string {
  const strength = rssi === undefined ? '' : `${rssi} dBm`;
  return `${name.padEnd(29)} ${id.padEnd(17)} ${signalBars(rssi)} ${strength}`.trimEnd();
}

/** A line for each device below a head: number, name, address, strength. */
export function deviceTable(devices: readonly FoundDevice[]): string[] {
  const width = Math.max(4, ...devices.map(({ name }) => (name ?? unnamed).length));
  const rows = devices.map(({ name = unnamed, id, rssi }, i) => {
    const strength = rssi === undefined ? '' : `${rssi} dBm`;
    return `${`[${i + 1}]`.padStart(4)} ${name.padEnd(width)} ${id.padEnd(17)} ${signalBars(rssi)} ${strength}`.trimEnd();
  });
  return [`S.N. ${'Name'.padEnd(width)} ${'Address'.padEnd(17)} RSSI`, ...rows];
}

const unnamed = 'Unknown';
