import { type BleCentral, formatServiceAddress, softApAddress } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import { bleDeviceLink } from '../ble/open-ble-device.ts';
import { openCentral } from '../ble/open-central.ts';
import type { DeviceLink, LinkContext } from '../device-link.ts';
import type { ReachOptions } from '../reach-options.ts';
import { chooseWay } from './choose-way.ts';
import { probeSoftAp } from './probe-softap.ts';

/**
 * Finds the device that the user picks, wherever one is in reach: a link over Bluetooth, or the address of an access
 * point.
 */
export async function findAnywhere(options: ReachOptions, context: LinkContext): Promise<DeviceLink | string> {
  const central = await openCentral(options, context.output).catch((error: unknown) => unusable(error));
  try {
    const places = {
      central,
      probe: (signal: AbortSignal) => probeSoftAp(softApAddress, { signal }),
      service: undefined,
    };
    const way = await chooseWay(places, context);
    if (way.kind === 'ble') return bleDeviceLink(central, way.device, options);
  } catch (error) {
    await central[Symbol.asyncDispose]();
    throw error;
  }
  await central[Symbol.asyncDispose]();
  return formatServiceAddress(softApAddress);
}

/** Returns a central that reports why Bluetooth cannot be used, as soon as it is scanned. */
function unusable(failure: unknown): BleCentral {
  if (!isProvisioningError(failure)) throw failure;
  const fail = async () => {
    throw failure;
  };
  return {
    // biome-ignore lint/correctness/useYield: it fails before the first device
    async *scan() {
      throw failure;
    },
    connect: fail,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
