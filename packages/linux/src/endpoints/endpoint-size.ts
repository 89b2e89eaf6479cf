import { ProvisioningError } from '@esp-prov/protocol';

/** Bytes of the longest request and answer; over Bluetooth far fewer fit. */
export const maxEndpointBytes = 4096;

/** Refuses what is too long. @throws ProvisioningError `board/program-failed` */
export function requireSize(name: string, what: 'request' | 'answer', bytes: Uint8Array): void {
  if (bytes.length <= maxEndpointBytes) return;
  const text = `the ${what} of ${name} has ${bytes.length} bytes, more than ${maxEndpointBytes}`;
  throw new ProvisioningError('board/program-failed', text);
}
