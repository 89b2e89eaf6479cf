import type { Bytes } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';

/**
 * What the clients of vendors' endpoints need of a session: `DeviceSession` and `Session` have it, and so has an object
 * of your own.
 *
 * @example
 * const session = { request: (endpoint, bytes, options) => provisioner.send(endpoint, bytes, options) };
 */
export interface VendorSession {
  /** Sends plain bytes to an endpoint and returns its plain answer. */
  request(endpoint: string, request: Uint8Array, options?: CallOptions): Promise<Bytes>;
}
