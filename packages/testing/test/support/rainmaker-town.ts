import {
  bluetoothReach,
  type DeviceReach,
  RainmakerProvisionAdapter,
  type RainmakerProvisionOptions,
  softApReach,
} from '@esp-prov/client/rainmaker';
import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import {
  type ManualClock,
  type MemoryRadio,
  manualClock,
  memoryLink,
  memoryRadio,
  type RainmakerBench,
} from '../../src/index.ts';
import { passphrase, pop, type SchemeName, ssid, Town } from './town.ts';

/** A device in a town and what reaches it. */
export interface RainmakerTown {
  readonly bench: RainmakerBench & { readonly adapter: RainmakerProvisionAdapter };
  readonly clock: ManualClock;
  readonly town: Town;
  /** The radio, unless it is reached over a memory link. */
  readonly radio: MemoryRadio | undefined;
  /** Returns another adapter in the same town. */
  addAdapter(options?: Partial<RainmakerProvisionOptions>): RainmakerProvisionAdapter;
}

/** Returns a device in a town, and an adapter that reaches it, over the memory radio or the memory link. */
export async function rainmakerTown(
  transport: 'ble' | 'softap',
  scheme: SchemeName,
  options: Partial<RainmakerProvisionOptions> = {},
): Promise<RainmakerTown> {
  const clock = manualClock();
  const { device, reach, radio } = transport === 'ble' ? overRadio(clock) : overLink();
  const town = new Town(scheme, { clock, transport: device });
  await town.start();
  const addAdapter = (more: Partial<RainmakerProvisionOptions> = {}) =>
    new RainmakerProvisionAdapter({ [transport]: reach, clock, log: town.out.log, ...more });
  const adapter = addAdapter(options);
  return {
    clock,
    town,
    radio,
    addAdapter,
    bench: {
      adapter,
      transport,
      name: 'PROV_TEST',
      pop,
      network: { ssid, passphrase },
      custom: { endpoint: 'custom-data', request: Uint8Array.of(0, 1, 254, 255), answer: utf8('SUCCESS\0') },
      close: async () => await adapter[Symbol.asyncDispose](),
    },
  };
}

interface Ways {
  readonly device: DeviceTransport;
  readonly reach: DeviceReach;
  readonly radio?: MemoryRadio;
}

function overRadio(clock: ManualClock): Ways {
  const radio = memoryRadio({ clock });
  const device = bleDeviceTransport(async () => radio.addPeripheral(), { clock });
  return { device, reach: bluetoothReach(radio.central, { clock }), radio };
}

function overLink(): Ways {
  const link = memoryLink();
  const reach = softApReach({
    open: () => link.connect(),
    async *search(prefix, { signal }) {
      if ('PROV_TEST'.startsWith(prefix)) yield { id: 'ap', name: 'PROV_TEST', rssi: -40 };
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    },
  });
  return { device: link.device, reach };
}
