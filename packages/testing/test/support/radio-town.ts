import { connectBle, type OpenTransport } from '@esp-prov/client';
import { type BleDeviceOptions, bleDeviceTransport } from '@esp-prov/device';
import { type MemoryRadio, manualClock, memoryRadio } from '../../src/index.ts';
import { type SchemeName, Town } from './town.ts';

/** Returns a town whose device is reached over the memory radio; `open` is a client that looks for it and connects. */
export function radioTown(
  scheme: SchemeName,
  options: BleDeviceOptions,
): Town & { readonly radio: MemoryRadio; readonly open: OpenTransport } {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const transport = bleDeviceTransport(async () => radio.addPeripheral(), { clock, ...options });
  const open: OpenTransport = ({ signal }) => connectBle(radio.central, { name: 'PROV_TEST', clock, signal });
  return Object.assign(new Town(scheme, { clock, transport }), { radio, open });
}
