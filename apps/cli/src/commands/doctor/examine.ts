import type { Finding } from './finding.ts';
import { lookAtBluetooth } from './look-at-bluetooth.ts';
import { lookAtNode } from './look-at-node.ts';
import { lookAtPackages } from './look-at-packages.ts';
import { lookAtSoftAp } from './look-at-softap.ts';
import type { Machine } from './machine.ts';

/** Everything that provisioning needs of a machine, each part looked at whatever is wrong with the others. */
export async function examine(machine: Machine): Promise<Finding[]> {
  return [
    lookAtNode(machine),
    ...(await lookAtBluetooth(machine)),
    await lookAtSoftAp(machine),
    ...lookAtPackages(machine),
  ];
}
