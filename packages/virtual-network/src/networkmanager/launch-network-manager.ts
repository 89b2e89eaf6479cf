import { startPrivateBus } from '@esp-prov/dbus';
import { silentLog, systemClock } from '@esp-prov/protocol';
import { Air } from '../air/air.ts';
import { realDelays } from './delays.ts';
import { Permissions } from './permissions.ts';
import type { Disk } from './settings/disk.ts';
import { filenameFor, storedSettings } from './settings/disk.ts';
import { settingNames, textOf } from './settings/profile-settings.ts';
import { RunningNetworkManager } from './virtual-network-manager.ts';
import type { VirtualNetworkManager, VirtualNetworkManagerOptions } from './virtual-network-manager-options.ts';

/** Starts what `startVirtualNetworkManager` promises. */
export async function launchNetworkManager(options: VirtualNetworkManagerOptions): Promise<VirtualNetworkManager> {
  const { bus, netplan = false, signal } = options;
  const world = {
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    delays: { ...realDelays, ...options.delays },
    air: new Air(options),
    disk: diskOf(options),
    permissions: new Permissions(options.denied ?? []),
    version: options.version ?? '1.42.4',
    netplan,
    ethernet: options.ethernet ?? [],
    blocked: false,
    wireless: true,
  };
  const own = bus === undefined ? await startPrivateBus({ signal }) : { address: bus, stop: async () => undefined };
  const running = new RunningNetworkManager({ ...world, address: own.address }, () => own.stop());
  try {
    if (options.started ?? true) await running.start();
    return running;
  } catch (error) {
    await own.stop();
    throw error;
  }
}

function diskOf({ profiles = [], netplan = false }: VirtualNetworkManagerOptions): Disk {
  return new Map(
    profiles.map((profile) => {
      const settings = storedSettings(profile);
      const filename = filenameFor(settings, { persistent: true, netplan, taken: new Set() });
      const saved = { settings, flags: 0, timestamp: undefined, filename, persistent: true };
      return [textOf(settings, settingNames.connection, 'uuid') ?? '', saved] as const;
    }),
  );
}
