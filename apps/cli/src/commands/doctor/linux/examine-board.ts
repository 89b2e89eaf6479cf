import type { Finding } from '../../../reach/examine/finding.ts';
import { lookAtBluez } from '../../../reach/examine/look-at-bluetooth.ts';
import type { BoardMachine } from './board-machine.ts';
import { lookAtAccessPoint } from './look-at-access-point.ts';
import { lookAtAdvertising } from './look-at-advertising.ts';
import { lookAtPermissions } from './look-at-permissions.ts';
import { lookAtService } from './look-at-service.ts';
import { lookAtSystem } from './look-at-system.ts';
import { lookAtWifi } from './look-at-wifi.ts';
import { wifiServices } from './wifi-services.ts';

/** A way to reach a board. */
export type BoardTransport = 'ble' | 'softap';

/** Looks at everything that a board needs to be a device, each part whatever is wrong with the others. */
export async function examineBoard(machine: BoardMachine, transport?: BoardTransport): Promise<Finding[]> {
  if (machine.platform !== 'linux') {
    const remedy = 'Run it on the board itself.';
    return [{ subject: 'system', state: 'wrong', text: `${machine.platform} is not Linux`, remedy }];
  }
  const bus = await machine.bus();
  const there = typeof bus === 'string' ? undefined : bus;
  const services = there && (await wifiServices(there));
  const softAp = transport === 'softap';
  return [
    ...(await lookAtSystem(machine, bus)),
    ...(await lookAtWifi(machine, services)),
    ...(there && services?.networkManager ? [await lookAtPermissions(there, machine.uid, softAp)] : []),
    ...(softAp ? [] : await lookAtBluez(machine)),
    ...(softAp || !there ? [] : await lookAtAdvertising(machine, there)),
    ...(transport === 'ble' ? [] : await lookAtAccessPoint(machine, softAp)),
    ...(await lookAtService(machine)),
  ];
}
