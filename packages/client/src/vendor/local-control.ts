import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, requirePayload, Status } from '@esp-prov/protocol/messages';
import {
  LocalCtrlMsgType,
  type LocalCtrlPayload,
  LocalCtrlPayloadSchema,
  type LocalCtrlProperty,
} from '@esp-prov/protocol/messages/vendor';
import type { CallOptions } from '../transport/transport.ts';
import type { VendorSession } from './vendor-session.ts';
import { requireAnswerTo, requireVendorSuccess } from './vendor-status.ts';

/** A property of a device that offers local control. */
export interface DeviceProperty {
  /** Its number, from 0 on. */
  readonly index: number;
  /** It is text of the device: bound and clean it before it is printed. */
  readonly name: string;
  /** A number of the application's own. */
  readonly type: number;
  /** Bits of the application's own. */
  readonly flags: number;
  /** Bytes of the application's own; see `decodeExampleValue` for those of Espressif's example. */
  readonly value: Bytes;
}

/** How local control is reached. */
export interface LocalControlOptions extends CallOptions {
  /** Name of the endpoint; default `esp_local_ctrl/control`. */
  readonly endpoint?: string | undefined;
}

/** How properties are read. */
export interface ReadPropertiesOptions extends LocalControlOptions {
  /** Which ones; default: all. */
  readonly indices?: readonly number[] | undefined;
  /** Most properties in one answer; default 16. Over Bluetooth an answer has room for 512 bytes. */
  readonly atOnce?: number | undefined;
}

/** A new value for a property. */
export interface PropertyValue {
  readonly index: number;
  readonly value: Uint8Array;
}

/** Endpoint of ESP-IDF's local control. */
export const localControlEndpoint = 'esp_local_ctrl/control';

/** Most properties of a device that are believed; its application reserves memory for each. */
const mostProperties = 1024;

/** Returns how many properties the device has. */
export async function countProperties(session: VendorSession, options: LocalControlOptions = {}): Promise<number> {
  const msg = LocalCtrlMsgType.CMD_GET_COUNT;
  // Its member is there although the number is 0: newer firmware refuses a message without it.
  const request = encodeMessage(LocalCtrlPayloadSchema, { msg, payload: { case: 'cmdGetCount', value: {} } });
  const payload = await exchange(session, options, msg, request);
  const { status, count } = requirePayload(payload, 'respGetCount');
  requireVendorSuccess(endpointOf(options), Status, status);
  if (count <= mostProperties) return count;
  throw unexpected(options, `it claims ${count} properties`);
}

/**
 * Reads properties of the device, as many at once as `atOnce` says.
 *
 * @throws ProvisioningError `device/status` for an index that does not exist, `endpoint/refused` where an answer is
 *   longer than the link carries
 */
export async function readProperties(
  session: VendorSession,
  options: ReadPropertiesOptions = {},
): Promise<DeviceProperty[]> {
  const { atOnce = 16 } = options;
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new TypeError('Expected atOnce of 1 or more, for example 16');
  const indices = options.indices ?? [...Array(await countProperties(session, options)).keys()];
  const found: DeviceProperty[] = [];
  while (found.length < indices.length) {
    const page = indices.slice(found.length, found.length + atOnce);
    found.push(...(await readPage(session, options, page)));
  }
  return found;
}

/**
 * Sets properties, all of them in one request.
 *
 * @throws ProvisioningError `device/status` for one that is read-only, of another size or not there; devices may have
 *   set those before it
 */
export async function setProperties(
  session: VendorSession,
  values: readonly PropertyValue[],
  options: LocalControlOptions = {},
): Promise<void> {
  const msg = LocalCtrlMsgType.CMD_SET_VALUES;
  const value = { values: values.map(({ index, value }) => ({ index, value: Uint8Array.from(value) })) };
  const request = encodeMessage(LocalCtrlPayloadSchema, { msg, payload: { case: 'cmdSetValues', value } });
  const payload = await exchange(session, options, msg, request);
  requireVendorSuccess(endpointOf(options), Status, requirePayload(payload, 'respSetValues').status);
}

async function readPage(
  session: VendorSession,
  options: LocalControlOptions,
  indices: readonly number[],
): Promise<DeviceProperty[]> {
  const msg = LocalCtrlMsgType.CMD_GET_VALUES;
  const value = { indices: [...indices] };
  const request = encodeMessage(LocalCtrlPayloadSchema, { msg, payload: { case: 'cmdGetValues', value } });
  const payload = await exchange(session, options, msg, request);
  const { status, properties } = requirePayload(payload, 'respGetValues');
  requireVendorSuccess(endpointOf(options), Status, status);
  if (properties.length !== indices.length) {
    throw unexpected(options, `${indices.length} properties were requested, ${properties.length} came`);
  }
  return properties.map((property, i) => propertyOf(indices[i] as number, property, options));
}

function propertyOf(
  index: number,
  { status, name, type, flags, value }: LocalCtrlProperty,
  options: LocalControlOptions,
): DeviceProperty {
  requireVendorSuccess(endpointOf(options), Status, status);
  return { index, name, type, flags, value: Uint8Array.from(value) };
}

async function exchange(
  session: VendorSession,
  options: LocalControlOptions,
  msg: number,
  request: Bytes,
): Promise<LocalCtrlPayload['payload']> {
  const endpoint = endpointOf(options);
  const answer = await session.request(endpoint, request, { signal: options.signal });
  const message = decodeMessage(LocalCtrlPayloadSchema, answer);
  requireAnswerTo(endpoint, msg, message.msg);
  return message.payload;
}

function endpointOf({ endpoint = localControlEndpoint }: LocalControlOptions): string {
  return endpoint;
}

function unexpected(options: LocalControlOptions, why: string): ProvisioningError {
  return new ProvisioningError('message/unexpected', `${endpointOf(options)}: ${why}`);
}
