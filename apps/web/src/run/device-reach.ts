import { connectBle, consoleTransport, type FoundDevice, findDevice, type OpenTransport } from '@esp-prov/client';
import { type Clock, foreignText } from '@esp-prov/protocol';
import type { Wanted } from '../flow/flow-state.ts';
import type { Way } from '../flow/way.ts';
import type { FlowWorld, SerialReach } from './flow-world.ts';

/** A device that was chosen, with the way to open a link to it. */
export interface ChosenDevice {
  readonly way: Way;
  readonly name: string;
  /** What tells it from others, for the lock that keeps other tabs out; undefined: nobody else can reach it. */
  readonly lock: string | undefined;
  readonly open: OpenTransport;
}

/** Longest name that is shown. */
const longestName = 64;

/**
 * Shows the browser's list of devices or ports in this very turn, as a click counts no longer, and returns what was
 * chosen. With the helper's radio, which has no list, the first device that fits is taken.
 *
 * @throws ProvisioningError `bluetooth/nothing-chosen`, `serial/nothing-chosen` and those of the browser
 */
export function chooseDevice(
  way: 'bluetooth' | 'usb',
  { world, wanted, clock, signal }: { world: FlowWorld; wanted: Wanted; clock: Clock; signal: AbortSignal },
): Promise<ChosenDevice> | undefined {
  const { bluetooth, helper, settings = {} } = world;
  if (way === 'usb') {
    const serial = world.serial ?? helper?.serial;
    return serial && chosenPort(serial, serial.choose(), clock);
  }
  const { services } = settings;
  if (bluetooth) {
    const found = bluetooth.choose({ namePrefix: wanted.namePrefix, optionalServices: services });
    return found.then((device) => bluetoothDevice(bluetooth, device, services, clock));
  }
  const central = helper?.central;
  if (!central) return undefined;
  const found = findDevice(central, { namePrefix: wanted.namePrefix, clock, signal, timeoutMs: 20_000 });
  return found.then((device) => bluetoothDevice(central, device, services, clock));
}

function bluetoothDevice(
  central: Parameters<typeof connectBle>[0],
  { id, name = '', services: advertised }: FoundDevice,
  services: readonly string[] = [],
  clock: Clock,
): ChosenDevice {
  return {
    way: 'bluetooth',
    name: foreignText(name, longestName),
    lock: `bluetooth:${id}`,
    open: ({ signal }) => connectBle(central, { id, advertised: [...advertised, ...services], clock, signal }),
  };
}

async function chosenPort<Port>(
  serial: SerialReach<Port>,
  choosing: Promise<Port>,
  clock: Clock,
): Promise<ChosenDevice> {
  const port = await choosing;
  return {
    way: 'usb',
    name: foreignText(serial.nameOf?.(port) ?? '', longestName),
    // A browser opens a port once, so that no second tab gets it.
    lock: undefined,
    open: async ({ signal }) => consoleTransport(await serial.open(port, { signal }), { clock }),
  };
}

/** Returns the device that is reached without a choice: in its own Wi-Fi, or in this page. */
export function fixedDevice(way: Way, { openServed, helper, openVirtual }: FlowWorld): ChosenDevice | undefined {
  const fixed = (open: OpenTransport, lock?: string) => ({ way, name: '', lock, open });
  if (way === 'virtual') return openVirtual && fixed(openVirtual);
  if (way !== 'softap') return undefined;
  if (openServed) return fixed(openServed, 'softap');
  return helper && fixed((options) => helper.openTransport(options), 'softap');
}
