import { ProvisioningError } from '@esp-prov/protocol';

/** @throws ProvisioningError `endpoint/request-size` for requests that no device can take */
export function requireRequestSize(request: Uint8Array, maxRequest: number): void {
  if (request.length >= 1 && request.length <= maxRequest) return;
  throw new ProvisioningError(
    'endpoint/request-size',
    `a request has 1 to ${maxRequest} octets, this one ${request.length}`,
    {
      details: { length: request.length, maxRequest },
    },
  );
}
