import type { BleCentral } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import type { Way } from '../flow/way.ts';
import type { ExchangeLog } from '../log/exchange-log.ts';
import type { ChooserCentral, FlowWorld } from '../run/flow-world.ts';
import type { TabDevice } from './engine/tab-device.ts';
import type { TabTransport } from './engine/tab-link.ts';

const ways: Readonly<Record<TabTransport, Way>> = { ble: 'bluetooth', softap: 'softap', console: 'usb' };

/** Longest search of the browser's list for the device in the page, in ms. */
const searchMs = 2000;

/**
 * Returns a world in which there is the device in the page and nothing else: its Bluetooth stands for the browser's, its
 * console for the USB port, its HTTP service for the helper. So the flow goes the way that it goes with a real device.
 */
export function tabWorld(device: TabDevice, log: ExchangeLog): FlowWorld {
  return {
    ways: () => [{ way: ways[device.settings.transport], obstacle: undefined }],
    bluetooth: tabChooser(device),
    serial: {
      choose: async () => device.label.serviceName,
      nameOf: (port) => String(port),
      open: async () => required(device.link?.openPort)(),
    },
    helper: { openTransport: (options) => device.open(options) },
    openVirtual: (options) => device.open(options),
    wrap: (transport) => log.wrap(transport),
    onSealed: log.onSealed,
  };
}

/** The list of the browser, in which the device is chosen at once. */
function tabChooser(device: TabDevice): ChooserCentral {
  const central = (): BleCentral => required(device.link?.central);
  return {
    async choose({ namePrefix }) {
      const signal = AbortSignal.timeout(searchMs);
      try {
        for await (const found of central().scan({ namePrefix }, { signal })) return found;
      } catch {
        // Whatever it was, nothing was found.
      }
      throw new ProvisioningError('bluetooth/nothing-chosen');
    },
    scan: (filter, options) => central().scan(filter, options),
    connect: (id, options) => central().connect(id, options),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function required<T>(end: T | undefined): T {
  if (end === undefined) throw new ProvisioningError('link/unreachable', 'the device in the page is off');
  return end;
}
