import { type Bytes, fromBase64, ProvisioningError } from '@esp-prov/protocol';

/**
 * Returns the bytes of a request that an SDK hands over as Base64; the padding may be left out.
 *
 * @throws ProvisioningError `usage/invalid-option` for anything else, whose content the message does not repeat
 */
export function requestBytes(data: unknown): Bytes {
  try {
    if (typeof data === 'string') return fromBase64(data);
  } catch {
    // It says no more than the refusal below.
  }
  throw new ProvisioningError('usage/invalid-option', 'the data for an endpoint are no Base64');
}
