import { ProvisioningError } from '@esp-prov/protocol';

/** Returns the error for an address that cannot be listened on. */
export function listenError(cause: NodeJS.ErrnoException, host: string, port: number): ProvisioningError {
  const code = cause.code === 'EADDRINUSE' ? 'host/address-in-use' : 'host/address-unusable';
  return new ProvisioningError(code, `cannot listen on ${host}:${port} (${cause.code})`, {
    cause,
    details: { host, port },
  });
}
