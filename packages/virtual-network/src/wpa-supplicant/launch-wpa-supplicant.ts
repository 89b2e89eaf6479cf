import { startPrivateBus } from '@esp-prov/dbus';
import { silentLog, systemClock } from '@esp-prov/protocol';
import { Air } from '../air/air.ts';
import { realAirDelays } from '../air/delays.ts';
import { NetworkBlock } from './network-block.ts';
import {
  RunningWpaSupplicant,
  type VirtualUserNetwork,
  type VirtualWpaSupplicant,
  type VirtualWpaSupplicantOptions,
} from './virtual-wpa-supplicant.ts';
import type { ConfigFile, WpaLand } from './wpa-world.ts';

/** Starts what `startVirtualWpaSupplicant` promises. */
export async function launchWpaSupplicant(options: VirtualWpaSupplicantOptions): Promise<VirtualWpaSupplicant> {
  const { bus, signal, controls = [], files = {}, dhcpClient = true, release = '2.10' } = options;
  const land: WpaLand = {
    air: new Air(options),
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    delays: { ...realAirDelays, ...options.delays },
    scanPauseMs: options.scanPauseMs ?? 5000,
    announcesWrongKey: release === '2.11',
    files: new Map(
      Object.entries(files).map(([path, { updates = false, networks = [] }]) => [path, fileOf(updates, networks)]),
    ),
    refusals: [],
  };
  const own = bus === undefined ? await startPrivateBus({ signal }) : { address: bus, stop: async () => undefined };
  try {
    return await RunningWpaSupplicant.start(own.address, land, { controls, dhcpClient, end: () => own.stop(), signal });
  } catch (error) {
    await own.stop();
    throw error;
  }
}

function fileOf(updates: boolean, networks: readonly VirtualUserNetwork[]): ConfigFile {
  return { updates, networks: networks.map((each) => ({ block: blockOf(each), disabled: each.disabled ?? false })) };
}

function blockOf({ ssid, passphrase, priority }: VirtualUserNetwork): NetworkBlock {
  const text = (value: string) => ({ signature: 's', value });
  return NetworkBlock.read({
    ssid: text(ssid),
    ...(passphrase === undefined ? { key_mgmt: text('NONE') } : { psk: text(passphrase) }),
    ...(priority === undefined ? {} : { priority: { signature: 'i', value: priority } }),
  });
}
