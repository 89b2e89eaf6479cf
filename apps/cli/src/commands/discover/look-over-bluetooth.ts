import type { FoundDevice } from '@esp-prov/client';
import { offersProvisioning, toHex } from '@esp-prov/protocol';
import { deviceTable } from '../../reach/ble/device-table.ts';
import { strongestFirst } from '../../reach/ble/found-devices.ts';
import { openCentral } from '../../reach/ble/open-central.ts';
import type { Output } from '../../report/output.ts';
import { liveList } from '../../terminal/live-list.ts';
import { isPlain } from '../../terminal/prompts.ts';
import type { DiscoverOptions } from './discover-options.ts';

/** Looks for devices over Bluetooth until the time is over, and shows them meanwhile. */
export async function lookOverBluetooth(
  options: DiscoverOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FoundDevice>> {
  const { prefix, serviceUuid, all = false, timeout } = options;
  await using central = await openCentral(options, output);
  const found = new Map<string, FoundDevice>();
  const list = liveList(process.stderr, { shown: !output.json && !isPlain() });
  const over = AbortSignal.timeout(timeout * 1000);
  output.event({ event: 'discovering', seconds: timeout }, list.live ? undefined : `Looking for ${timeout} s …`);
  try {
    const filter = { namePrefix: prefix, service: serviceUuid, taken: true };
    for await (const device of central.scan(filter, { signal: AbortSignal.any([signal, over]) })) {
      const fits = all || prefix !== undefined || serviceUuid !== undefined || offersProvisioning(device.services);
      if (!fits) continue;
      const news = !found.has(device.id);
      found.set(device.id, { ...found.get(device.id), isTaken: false, ...device });
      if (news) output.event({ event: 'found', ...deviceJson(device) });
      list.show(deviceTable(strongestFirst(found.values())));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted || error !== over.reason) throw error;
  } finally {
    list.clear();
  }
  return found;
}

/** Returns a device as `--json` prints it. */
export function deviceJson(device: FoundDevice): Record<string, unknown> {
  const { id, name, rssi, services, manufacturerData, isTaken } = device;
  const data = manufacturerData ? toHex(manufacturerData) : null;
  return { id, name: name ?? null, rssi: rssi ?? null, services, manufacturerData: data, taken: isTaken ?? false };
}
