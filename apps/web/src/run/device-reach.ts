import type { BleCentral, FoundDevice, OpenTransport } from '@esp-prov/client';
import { type Clock, foreignText } from '@esp-prov/protocol';
import type { FoundThing, Wanted } from '../flow/flow-state.ts';
import type { Way } from '../flow/way.ts';
import type { FlowSettings, FlowWorld, HelperList, SerialReach } from './flow-world.ts';
import { linkParts } from './link-parts.ts';

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
 * chosen; undefined where the browser has no such list.
 *
 * @throws ProvisioningError `bluetooth/nothing-chosen`, `serial/nothing-chosen` and those of the browser
 */
export function chooseDevice(
  way: 'bluetooth' | 'usb',
  { world, wanted, clock }: { readonly world: FlowWorld; readonly wanted: Wanted; readonly clock: Clock },
): Promise<ChosenDevice> | undefined {
  const { bluetooth, serial, settings = {} } = world;
  if (way === 'usb') return serial && chosenPort(serial, serial.choose(), clock);
  if (!bluetooth) return undefined;
  const { services } = settings;
  const found = bluetooth.choose({ namePrefix: wanted.namePrefix, optionalServices: services });
  return found.then((device) => bluetoothDevice(bluetooth, device, settings, clock));
}

/** Returns what was picked in the list that the page itself shows. */
export function listedDevice(way: 'bluetooth' | 'usb', list: HelperList, { id, name = '' }: FoundThing): ChosenDevice {
  return { way, name: foreignText(name, longestName), lock: `${way}:${id}`, open: list.open(id) };
}

function bluetoothDevice(
  central: BleCentral,
  { id, name = '', services: advertised }: FoundDevice,
  { services = [], endpointNames: names }: FlowSettings,
  clock: Clock,
): ChosenDevice {
  return {
    way: 'bluetooth',
    name: foreignText(name, longestName),
    lock: `bluetooth:${id}`,
    open: async ({ signal }) => {
      const { connectBle } = await linkParts.bluetooth();
      return await connectBle(central, { id, advertised: [...advertised, ...services], names, clock, signal });
    },
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
    open: async ({ signal }) => {
      const { consoleTransport } = await linkParts.usb();
      return consoleTransport(await serial.open(port, { signal }), { clock });
    },
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
