import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import {
  CustomConfigRequestSchema,
  CustomConfigResponseSchema,
  decodeMessage,
  encodeMessage,
} from '@esp-prov/protocol/messages';

/** Endpoint of the examples of ESP-IDF v3.2 to v4.4 that takes a text and a number. */
export const customConfigEndpoint = 'custom-config';

/** What the endpoint `custom-config` takes. */
export interface CustomConfig {
  readonly info: string;
  readonly version: number;
}

/** Encodes the request to the endpoint `custom-config`. */
export function encodeCustomConfig(config: CustomConfig): Bytes {
  return encodeMessage(CustomConfigRequestSchema, config);
}

/**
 * Reads the answer of the endpoint `custom-config`, and passes if the device has taken what it was sent.
 *
 * @throws ProvisioningError `device/status`, `message/malformed`
 */
export function decodeCustomConfig(reply: Uint8Array): void {
  const { status } = decodeMessage(CustomConfigResponseSchema, reply);
  if (status === 0) return;
  throw new ProvisioningError('device/status', `the device would not take the custom config: status ${status}`, {
    details: { status },
  });
}
