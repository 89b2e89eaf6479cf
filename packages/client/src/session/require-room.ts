import { ProvisioningError, type SecurityVersion } from '@esp-prov/protocol';
import type { Transport } from '../transport/transport.ts';

/** Octets of the public key that opens a handshake of security 2; the rest of the message comes on top. */
const sec2KeyLength = 384;

/**
 * Refuses a scheme whose handshake cannot pass the transport, before anybody is asked for a secret.
 *
 * @throws ProvisioningError `endpoint/request-size` for security 2 over a console
 */
export function requireRoom({ kind, maxRequest }: Transport, version: SecurityVersion): void {
  if (version !== 2 || maxRequest > sec2KeyLength) return;
  throw new ProvisioningError(
    'endpoint/request-size',
    `security 2 does not fit: its handshake begins with more than ${sec2KeyLength} octets, and the ${kind} carries ` +
      `${maxRequest}; reach the device over SoftAP or Bluetooth`,
    { details: { maxRequest } },
  );
}
