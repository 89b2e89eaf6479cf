import type { BleCentral, FoundDevice } from '@esp-prov/client';
import { bleServiceUuids, ProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../output.ts';
import { choose, isInteractive } from '../prompts.ts';
import { deviceLine } from './device-table.ts';

/** How long to look for devices, in ms; esp_prov looks as long. */
const lookMs = 5000;

const knownServices: readonly string[] = Object.values(bleServiceUuids);

/**
 * A device for whom nobody gave a name: the user picks one, or the only one in reach where nobody can be asked.
 *
 * @throws ProvisioningError `bluetooth/not-found`; `usage/needs-terminal` when there are several, which it names
 */
export async function chooseDevice(
  central: BleCentral,
  { output, signal, service }: { output: Output; signal: AbortSignal; service: string | undefined },
): Promise<FoundDevice> {
  for (;;) {
    output.event({ event: 'discovering', seconds: lookMs / 1000 }, 'Looking for devices …');
    const found = await lookAround(central, { signal, service, ms: lookMs });
    if (!isInteractive() || output.json) return onlyOne(found);
    const again = { value: undefined, label: found.length === 0 ? 'No device was seen: look again' : 'Look again' };
    const choices = [...found.map((device) => ({ value: device, label: deviceLine(device) })), again];
    const chosen = await choose<FoundDevice | undefined>('Device to provision', choices, '--service-name');
    if (chosen) return chosen;
  }
}

/** Devices that offer provisioning, or `service`, the strongest first. */
async function lookAround(
  central: BleCentral,
  { signal, service, ms }: { signal: AbortSignal; service?: string | undefined; ms: number },
): Promise<FoundDevice[]> {
  const found = new Map<string, FoundDevice>();
  const over = AbortSignal.timeout(ms);
  try {
    for await (const device of central.scan({ service }, { signal: AbortSignal.any([signal, over]) })) {
      if (service === undefined && !isProvisioning(device)) continue;
      found.set(device.id, { ...found.get(device.id), ...device });
    }
  } catch (error) {
    signal.throwIfAborted();
    if (!over.aborted || error !== over.reason) throw error;
  }
  return strongestFirst(found.values());
}

/** Whether a device advertises a service under which firmware offers provisioning. */
export function isProvisioning({ services }: FoundDevice): boolean {
  return services.some((uuid) => knownServices.includes(uuid));
}

/** The devices in the order in which people want to see them. */
export function strongestFirst(devices: Iterable<FoundDevice>): FoundDevice[] {
  return [...devices].sort((a, b) => (b.rssi ?? -127) - (a.rssi ?? -127));
}

function onlyOne(found: readonly FoundDevice[]): FoundDevice {
  const [first] = found;
  if (!first) throw new ProvisioningError('bluetooth/not-found');
  if (found.length === 1) return first;
  const names = found.map(({ id, name }) => name ?? id).join(', ');
  throw new ProvisioningError('usage/needs-terminal', `${found.length} devices are in reach: ${names}`, {
    details: { option: '--service-name' },
  });
}
