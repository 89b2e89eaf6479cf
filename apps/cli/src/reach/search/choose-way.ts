import { type FoundDevice, formatServiceAddress, softApAddress } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../../report/output.ts';
import type { Choice } from '../../terminal/prompter.ts';
import { choiceWidth, choose, isPlain } from '../../terminal/prompts.ts';
import { deviceLine } from '../ble/device-table.ts';
import { strongestFirst } from '../ble/found-devices.ts';
import { DeviceSearch, lookMs, type SearchPlaces } from './device-search.ts';

/** A device that somebody has picked, and the way to it. */
export type Way = { readonly kind: 'ble'; readonly device: FoundDevice } | { readonly kind: 'softap' };

/**
 * Lets the user pick one of the devices in reach, from a list that grows while it is looked for more.
 *
 * @throws what Bluetooth failed with, when no device answers at the address of an access point either
 */
export async function chooseWay(
  places: SearchPlaces,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<Way> {
  const known = new Set<string>();
  for (;;) {
    const where = places.probe ? ` over Bluetooth and at ${accessPoint}` : '';
    output.event({ event: 'discovering', seconds: lookMs / 1000 }, `Looking for devices${where} …`);
    await using search = new DeviceSearch(places, signal);
    await (isPlain() ? search.done : search.first);
    signal.throwIfAborted();
    if (search.bleFailure !== undefined && !search.softAp) throw search.bleFailure;
    tellFailure(search.bleFailure, output, known);
    const question = search.devices.length === 0 && !search.softAp ? 'No device was seen' : 'Device';
    const chosen = await choose<Way | undefined>(question, listed(search), '--service-name', {
      noun: 'device',
      live: (redraw) => {
        search.onChange = () => redraw(listed(search));
        // The search went on while the prompts were loaded.
        search.onChange();
      },
    });
    if (chosen) return chosen;
  }
}

const accessPoint = formatServiceAddress(softApAddress);

function listed(search: DeviceSearch): Choice<Way | undefined>[] {
  const width = choiceWidth();
  // Sorted only where nothing moves any more: under a cursor each entry keeps its place.
  const devices = isPlain() ? strongestFirst(search.devices) : search.devices;
  const ways: Choice<Way>[] = devices.map((device) => ({
    value: { kind: 'ble', device },
    label: deviceLine(device, width),
  }));
  const softAp: Choice<Way> = {
    value: { kind: 'softap' },
    label: deviceLine({ name: 'SoftAP', id: accessPoint }, width),
  };
  if (search.softAp) ways.splice(isPlain() ? ways.length : search.seenBeforeSoftAp, 0, softAp);
  const last: Choice<undefined> = search.over
    ? { value: undefined, label: 'Look again', again: true }
    : { value: undefined, label: 'Looking for more …', disabled: true };
  return [...ways, last];
}

function tellFailure(failure: unknown, output: Output, told: Set<string>): void {
  if (failure === undefined) return;
  const why = isProvisioningError(failure) ? failure.message : String(failure);
  if (told.has(why)) return;
  told.add(why);
  output.event({ event: 'warning', text: why }, `Bluetooth cannot be used here: ${why}`);
}
