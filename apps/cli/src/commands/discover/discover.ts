import type { BleCentral, FoundDevice } from '@esp-prov/client';
import { offersProvisioning, toHex } from '@esp-prov/protocol';
import { deviceTable } from '../../reach/ble/device-table.ts';
import { strongestFirst } from '../../reach/ble/found-devices.ts';
import { openCentral } from '../../reach/ble/open-central.ts';
import { makeOutput, type Output } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { liveList } from '../../terminal/live-list.ts';
import { isPlain } from '../../terminal/prompts.ts';

/** Options of `esp-prov discover`. */
export interface DiscoverOptions {
  readonly bleAdapter?: string;
  readonly prefix?: string;
  readonly serviceUuid?: string;
  readonly all?: boolean;
  readonly timeout: number;
  readonly json?: boolean;
}

/** Lists devices that offer provisioning over Bluetooth, while it looks and at the end. */
export async function discover(options: DiscoverOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  const found = await interruptible(async (signal) => {
    await using central = await openCentral(options, output);
    return await look(central, options, output, signal);
  });
  const devices = strongestFirst(found.values());
  const text = devices.length === 0 ? nothing(options) : deviceTable(devices);
  output.result({ result: 'devices', devices: devices.map(deviceJson) }, text);
}

async function look(
  central: BleCentral,
  { prefix, serviceUuid, all = false, timeout }: DiscoverOptions,
  output: Output,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, FoundDevice>> {
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

function deviceJson({ id, name, rssi, services, manufacturerData, isTaken }: FoundDevice): Record<string, unknown> {
  const data = manufacturerData ? toHex(manufacturerData) : null;
  return { id, name: name ?? null, rssi: rssi ?? null, services, manufacturerData: data, taken: isTaken ?? false };
}

function nothing({ all, prefix, serviceUuid }: DiscoverOptions): string {
  if (all || prefix !== undefined || serviceUuid !== undefined) return 'No device was seen.';
  return 'No device that offers provisioning was seen; --all lists every Bluetooth device.';
}
