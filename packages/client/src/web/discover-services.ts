import { isProvisioningError } from '@esp-prov/protocol';
import type { RemoteCharacteristic, RemoteDescriptor, RemoteService } from '../ble/ble-central.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserGattCharacteristic, BrowserGattDescriptor, BrowserGattServer } from './browser-bluetooth.ts';
import { exactBytes, requireValue } from './exact-bytes.ts';
import { foreignError } from './foreign-error.ts';
import type { GattOperations } from './gatt-operations.ts';

/** Longest time for one operation in ms. */
export interface OperationLimits {
  readonly operationTimeoutMs: number;
  /** Of a write, which ends only when the device has done its work. */
  readonly writeTimeoutMs: number;
}

/** Of each list this many are looked at: no device that is provisioned has as many. */
const most = { services: 32, characteristics: 64, descriptors: 8 } as const;

/** Asks the browser for all that the page may use of a device. Objects of an earlier connection are of no use any more. */
export async function discoverServices(
  server: BrowserGattServer,
  operations: GattOperations,
  limits: OperationLimits,
  { signal }: CallOptions = {},
): Promise<readonly RemoteService[]> {
  const timeoutMs = limits.operationTimeoutMs;
  const list = <T extends object>(what: string, most: number, perform: () => Promise<T[]>) =>
    operations.run({ what, timeoutMs, signal, perform: async () => listed(await orNone(perform()), most) });
  const services: RemoteService[] = [];
  for (const { uuid, it } of await list('the list of services', most.services, () => server.getPrimaryServices())) {
    const found = await list('the list of characteristics', most.characteristics, () => it.getCharacteristics());
    const characteristics: RemoteCharacteristic[] = [];
    for (const { uuid, it } of found) {
      const descriptors = await list('the list of descriptors', most.descriptors, () => it.getDescriptors()).catch(
        noneRefused,
      );
      const readable = descriptors.map(({ uuid, it }) => remoteDescriptor(uuid, it, operations, limits));
      characteristics.push(remoteCharacteristic(uuid, it, { operations, limits, descriptors: readable }));
    }
    services.push({ uuid, characteristics });
  }
  return services;
}

function remoteDescriptor(
  uuid: string,
  it: BrowserGattDescriptor,
  operations: GattOperations,
  { operationTimeoutMs: timeoutMs }: OperationLimits,
): RemoteDescriptor {
  return {
    uuid,
    read: ({ signal } = {}) =>
      operations.run({
        what: 'reading a name',
        timeoutMs,
        signal,
        perform: async () => exactBytes(await it.readValue()),
      }),
  };
}

function remoteCharacteristic(
  uuid: string,
  it: BrowserGattCharacteristic,
  {
    operations,
    limits,
    descriptors,
  }: {
    readonly operations: GattOperations;
    readonly limits: OperationLimits;
    readonly descriptors: readonly RemoteDescriptor[];
  },
): RemoteCharacteristic {
  return {
    uuid,
    descriptors,
    read: ({ signal } = {}) =>
      operations.run({
        what: 'reading an answer',
        timeoutMs: limits.operationTimeoutMs,
        signal,
        perform: async () => exactBytes(await it.readValue()),
      }),
    async write(value, { signal } = {}) {
      // A copy of its own: the package webbluetooth sends all of the buffer that a view is part of.
      const copy = requireValue(value);
      await operations.run({
        what: 'writing a request',
        timeoutMs: limits.writeTimeoutMs,
        signal,
        perform: () => it.writeValueWithResponse(copy),
      });
    },
  };
}

/** An object of a list with its UUID in lower case. */
interface Listed<T> {
  readonly uuid: string;
  readonly it: T;
}

function listed<T extends object>(list: readonly T[], most: number): readonly Listed<T>[] {
  return Array.from(list.slice(0, most), (it) => ({ uuid: String((it as { uuid?: unknown }).uuid).toLowerCase(), it }));
}

/** Browsers reject where a list would be empty. */
async function orNone<T>(list: Promise<T[]>): Promise<T[]> {
  try {
    return await list;
  } catch (error) {
    if (foreignError(error).name === 'NotFoundError') return [];
    throw error;
  }
}

/** A characteristic whose descriptors cannot be listed has none; some bridges have no such function. */
function noneRefused(error: unknown): readonly Listed<BrowserGattDescriptor>[] {
  if (isProvisioningError(error, 'gatt/refused') || isProvisioningError(error, 'bluetooth/refused')) return [];
  throw error;
}
