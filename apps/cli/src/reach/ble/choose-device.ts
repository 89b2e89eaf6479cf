import type { BleCentral, FoundDevice } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';
import { isInteractive } from '../../terminal/prompts.ts';
import { chooseWay } from '../search/choose-way.ts';
import { DeviceSearch, lookMs } from '../search/device-search.ts';
import { strongestFirst } from './found-devices.ts';

/**
 * Chooses a device if no name is given: the user picks one; without a terminal it is the only one in reach.
 *
 * @throws ProvisioningError `bluetooth/not-found`; `usage/needs-terminal` when there are several, which it names
 */
export async function chooseDevice(
  central: BleCentral,
  { output, signal, service }: { output: Output; signal: AbortSignal; service: string | undefined },
): Promise<FoundDevice> {
  if (isInteractive() && !output.json) {
    const way = await chooseWay({ central, probe: undefined, service }, { output, signal });
    return way.kind === 'ble' ? way.device : onlyOne([]);
  }
  output.event({ event: 'discovering', seconds: lookMs / 1000 }, 'Looking for devices …');
  await using search = new DeviceSearch({ central, probe: undefined, service }, signal);
  await search.done;
  if (search.bleFailure !== undefined) throw search.bleFailure;
  return onlyOne(strongestFirst(search.devices));
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
