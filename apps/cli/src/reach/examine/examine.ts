import type { Finding } from './finding.ts';
import { lookAtBluetooth } from './look-at-bluetooth.ts';
import { lookAtNode } from './look-at-node.ts';
import { lookAtPackages } from './look-at-packages.ts';
import { lookAtSoftAp } from './look-at-softap.ts';
import type { Machine } from './machine.ts';

/** A way to reach devices that a machine can be examined for. */
export type ExaminedTransport = 'ble' | 'softap' | 'console';

/**
 * Looks at everything that provisioning needs of a machine, each part whatever is wrong with the others; at what one
 * transport needs where only that is wanted.
 */
export async function examine(machine: Machine, transport?: ExaminedTransport): Promise<Finding[]> {
  const isWanted = (other: ExaminedTransport) => transport === undefined || transport === other;
  return [
    lookAtNode(machine),
    ...(isWanted('ble') ? await lookAtBluetooth(machine) : []),
    ...(isWanted('softap') ? [await lookAtSoftAp(machine)] : []),
    ...(isWanted('console') ? lookAtPackages(machine) : []),
  ];
}
