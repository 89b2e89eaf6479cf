import { type BleCentral, connectBle, type FoundDevice, findDevice } from '@esp-prov/client';
import type { DeviceLink, LinkContext } from '../device-link.ts';
import type { ReachOptions } from '../reach-options.ts';
import { serviceName } from '../service-name.ts';
import { chooseDevice } from './choose-device.ts';
import { openCentral } from './open-central.ts';

/** Longest time to look for a device of a known name, in ms. */
const findTimeoutMs = 15_000;

/** Finds the device of the options over Bluetooth, or the one that the user picks. */
export async function openBleDevice(options: ReachOptions, { output, signal }: LinkContext): Promise<DeviceLink> {
  const central = await openCentral(options, output);
  try {
    const service = options.serviceUuid;
    const { name } = serviceName(options);
    if (name === undefined) {
      return bleDeviceLink(central, await chooseDevice(central, { output, signal, service }), options);
    }
    output.event({ event: 'discovering', name }, `Looking for ${name} …`);
    const device = await findDevice(central, { name, service, timeoutMs: findTimeoutMs, signal });
    return bleDeviceLink(central, device, options);
  } catch (error) {
    await central[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Returns the way to a device that was found, each time to this one and not to another of the same name. The link owns the
 * central.
 */
export function bleDeviceLink(
  central: BleCentral,
  { id, name, services }: Pick<FoundDevice, 'id' | 'name' | 'services'>,
  options: ReachOptions,
): DeviceLink {
  return {
    source: ({ signal }) =>
      connectBle(central, {
        id,
        advertised: services,
        service: options.serviceUuid,
        names: options.endpointUuid,
        timeoutMs: options.exchangeTimeout * 1000,
        signal,
      }),
    address: name ?? id,
    close: async () => await central[Symbol.asyncDispose](),
  };
}
