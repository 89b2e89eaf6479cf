import { type CallOptions, connectBle, type Transport } from '@esp-prov/client';
import type { DeviceOptions } from '../device-options.ts';
import type { LinkContext, OpenedLink } from '../link-kinds.ts';
import { serviceName } from '../service-name.ts';
import { chooseDevice } from './choose-device.ts';
import { openCentral } from './open-central.ts';

/** Longest time to look for a device of a known name, in ms. */
const findTimeoutMs = 15_000;

/** The device of the options over Bluetooth; a link that is lost early can be opened again. */
export async function openBleDevice(options: DeviceOptions, { output, signal }: LinkContext): Promise<OpenedLink> {
  const central = await openCentral(options);
  try {
    const service = options.serviceUuid;
    const named = serviceName(options).name;
    const chosen = named === undefined ? await chooseDevice(central, { output, signal, service }) : undefined;
    const name = named ?? chosen?.name;
    const address = name ?? chosen?.id ?? '';
    if (named !== undefined) output.event({ event: 'discovering', name: named }, `Looking for ${named} …`);
    const reopen = (call: CallOptions): Promise<Transport> =>
      connectBle(central, {
        ...(name === undefined ? { id: chosen?.id } : { name }),
        service,
        names: options.endpointUuid,
        findTimeoutMs,
        timeoutMs: options.exchangeTimeout * 1000,
        signal: call.signal,
      });
    return {
      transport: await reopen({ signal }),
      address,
      reopen,
      close: async () => await central[Symbol.asyncDispose](),
    };
  } catch (error) {
    await central[Symbol.asyncDispose]();
    throw error;
  }
}
