import { type Log, ProvisioningError, silentLog, utf8 } from '@esp-prov/protocol';
import { ownTag } from '../words/firmware-log.ts';
import type { Advertisement } from './ble-peripheral.ts';

/** Longest name in bytes: a scan response has 31, of which length and type of the name take two. */
const maxDeviceName = 29;

/** Bytes of a scan response that data may fill. */
const roomAfterHeader = 29;

/** What is to be advertised. */
export interface AdvertisementParts {
  readonly name: string;
  readonly service: string;
  readonly manufacturerData?: Uint8Array | undefined;
}

/**
 * Returns what fits into an advertisement (flags and the service) and its scan response (the whole name, and as much of
 * the manufacturer's data as is left room for). esp-idf: wifi_provisioning/src/scheme_ble.c
 *
 * @throws ProvisioningError `bluetooth/invalid-name`
 */
export function makeAdvertisement(
  { name, service, manufacturerData }: AdvertisementParts,
  log: Log = silentLog,
): Advertisement {
  const { length } = utf8(name);
  if (length === 0 || length > maxDeviceName) {
    throw new ProvisioningError('bluetooth/invalid-name', `the name ${name} has ${length} bytes`, {
      details: { length },
    });
  }
  if (!manufacturerData) return { name, service };
  const room = roomAfterHeader - (length + 2);
  if (manufacturerData.length > room) {
    log('warn', ownTag, `manufacturer data of ${manufacturerData.length} bytes, room for ${Math.max(room, 0)}`);
  }
  // Without a whole company identifier the data would mean nothing.
  return room < 2
    ? { name, service }
    : { name, service, manufacturerData: Uint8Array.from(manufacturerData.subarray(0, room)) };
}
