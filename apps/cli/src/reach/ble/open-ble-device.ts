import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BleCentral,
  type CallOptions,
  connectBle,
  type FoundDevice,
  type OpenTransport,
  type Transport,
} from '@esp-prov/client';
import { isLinkLost } from '../is-link-lost.ts';
import type { LinkContext, OpenedLink } from '../opened-link.ts';
import type { ReachOptions } from '../reach-options.ts';
import { serviceName } from '../service-name.ts';
import { tellConnecting } from '../tell-connecting.ts';
import { chooseDevice } from './choose-device.ts';
import { openCentral } from './open-central.ts';

/** Wait before a link that was lost at once is opened again, in ms. */
const reopenWaitMs = 500;

/** Longest time to look for a device of a known name, in ms. */
const findTimeoutMs = 15_000;

/** The device of the options over Bluetooth; a link that is lost early can be opened again. */
export async function openBleDevice(options: ReachOptions, { output, signal }: LinkContext): Promise<OpenedLink> {
  const central = await openCentral(options, output);
  try {
    const service = options.serviceUuid;
    const named = serviceName(options).name;
    if (named === undefined) {
      const picked = await chooseDevice(central, { output, signal, service });
      return await openPickedDevice(central, picked, options, { output, signal });
    }
    output.event({ event: 'discovering', name: named }, `Looking for ${named} …`);
    return await openFoundDevice(central, { name: named }, options, signal);
  } catch (error) {
    await central[Symbol.asyncDispose]();
    throw error;
  }
}

/** The device that somebody has picked, who is told so at once: a connection can take as long as the search did. */
export async function openPickedDevice(
  central: BleCentral,
  device: FoundDevice,
  options: ReachOptions,
  { output, signal }: LinkContext,
): Promise<OpenedLink> {
  tellConnecting({ address: device.name ?? device.id }, output);
  return { ...(await openFoundDevice(central, device, options, signal)), isTold: true };
}

/** A device that is known by its name, or by what a scan called it; the link owns the central once it is open. */
export async function openFoundDevice(
  central: BleCentral,
  { name, id }: Partial<FoundDevice>,
  options: ReachOptions,
  signal: AbortSignal,
): Promise<OpenedLink> {
  const reopen = (call: CallOptions): Promise<Transport> =>
    connectBle(central, {
      // Who was picked from a list is meant, and not whoever else has the same name.
      ...(id === undefined ? { name } : { id }),
      service: options.serviceUuid,
      names: options.endpointUuid,
      findTimeoutMs,
      timeoutMs: options.exchangeTimeout * 1000,
      signal: call.signal,
    });
  return {
    ...(await openTwice(reopen, signal)),
    address: name ?? id ?? '',
    reopen,
    close: async () => await central[Symbol.asyncDispose](),
  };
}

/** A link, or a second one where the first is lost as the endpoints are read: that is the one that may be opened again. */
async function openTwice(
  open: OpenTransport,
  signal: AbortSignal,
): Promise<{ readonly transport: Transport; readonly wasReopened: boolean }> {
  try {
    return { transport: await open({ signal }), wasReopened: false };
  } catch (error) {
    // One that did not come about at all was tried several times already.
    if (!isLinkLost(error)) throw error;
    await sleep(reopenWaitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    return { transport: await open({ signal }), wasReopened: true };
  }
}
