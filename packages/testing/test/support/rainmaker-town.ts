import { bluetoothReach, RainmakerProvisionAdapter, softApReach } from '@esp-prov/client/rainmaker';
import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryLink, memoryRadio, type RainmakerBench } from '../../src/index.ts';
import { passphrase, pop, type SchemeName, ssid, Town } from './town.ts';

/** Returns a device in a town, and an adapter that reaches it, over the memory radio or the memory link. */
export async function rainmakerTown(
  transport: 'ble' | 'softap',
  scheme: SchemeName,
): Promise<{ readonly bench: RainmakerBench; readonly clock: ManualClock }> {
  const clock = manualClock();
  const { device, reach } = transport === 'ble' ? overRadio(clock) : overLink();
  const town = new Town(scheme, { clock, transport: device });
  await town.start();
  const adapter = new RainmakerProvisionAdapter({ [transport]: reach, clock });
  const custom = { endpoint: 'custom-data', request: Uint8Array.of(0, 1, 254, 255), answer: utf8('SUCCESS\0') };
  const name = 'PROV_TEST';
  return {
    clock,
    bench: {
      adapter,
      transport,
      name,
      pop,
      network: { ssid, passphrase },
      custom,
      close: async () => await adapter[Symbol.asyncDispose](),
    },
  };
}

function overRadio(clock: ManualClock) {
  const radio = memoryRadio({ clock });
  const device: DeviceTransport = bleDeviceTransport(async () => radio.addPeripheral(), { clock });
  return { device, reach: bluetoothReach(radio.central, { clock }) };
}

function overLink() {
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
