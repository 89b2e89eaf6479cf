import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Passes for requests that a link can carry.
 *
 * @param overhead - bytes that sealing adds to the request
 * @throws ProvisioningError `endpoint/request-size` for empty requests and for those that are too long
 */
export function requireRequestSize(request: Uint8Array, maxRequest: number, overhead = 0): void {
  const length = request.length + overhead;
  if (length >= 1 && length <= maxRequest) return;
  throw new ProvisioningError(
    'endpoint/request-size',
    `a request has 1 to ${maxRequest - overhead} bytes here, this one ${request.length}`,
    { details: { length: request.length, maxRequest: maxRequest - overhead } },
  );
}
