import type { Bus } from '@esp-prov/dbus';
import type { BlePeripheral } from '@esp-prov/device';
import { bleDeviceTransport } from '@esp-prov/device';
import { type Clock, ProvisioningError } from '@esp-prov/protocol';
import { seededRandom } from '@esp-prov/testing';
import type { BoardParts } from '../../src/device/board-parts.ts';
import type { Disk } from '../../src/state/disk.ts';
import { openBoardState } from '../../src/state/open-board-state.ts';
import type { FakeBoardWifi } from './fake-board-wifi.ts';

/** A bus on which nobody else is. */
function silentBus(): Bus {
  return {
    name: ':1.1',
    lost: new AbortController().signal,
    call: async () => [],
    onCall: () => () => undefined,
    emit: () => undefined,
    addMatch: async () => async () => undefined,
    requestName: async () => undefined,
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** What fake parts are made of. */
export interface FakePartsOptions {
  readonly clock: Clock;
  readonly disk: Disk;
  readonly wifi: FakeBoardWifi;
  /** Returns the peripheral of each start. */
  readonly peripheral: () => BlePeripheral;
  readonly bootId?: string | undefined;
  readonly log?: string[] | undefined;
}

/** Returns the parts of a device of which everything is played. */
export function fakeParts({ clock, disk, wifi, peripheral, bootId = 'boot', log = [] }: FakePartsOptions): BoardParts {
  const noLock = async () => ({ [Symbol.asyncDispose]: async () => undefined });
  return {
    clock,
    random: seededRandom(7),
    log: (level, tag, text) => void log.push(`${level} ${tag}: ${text}`),
    connectBus: async () => silentBus(),
    openState: (folder) => openBoardState(folder, { disk, bootId: async () => bootId, lock: noLock }),
    openWifi: async () => wifi,
    openTransport: async (context) => ({
      transport: bleDeviceTransport(async () => peripheral(), { clock }),
      station: context.wifi.station,
      missing: (error) =>
        error instanceof ProvisioningError && error.code === 'bluetooth/no-adapter' ? 'a Bluetooth adapter' : undefined,
      watch: async () => ({
        changed: (signal) => clock.sleep(5000, { signal }),
        [Symbol.asyncDispose]: async () => undefined,
      }),
    }),
    addressOf: () => '192.168.1.23',
  };
}
