import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';

/** Returns the error for an access point that was not opened; of a protected one it names what is known of radios. */
export function hotspotRefused(error: unknown, isProtected: boolean): unknown {
  if (!isProtected || !isProvisioningError(error, 'board/hotspot-failed')) return error;
  const known = 'This is known of the Raspberry Pi Zero W under Raspberry Pi OS Trixie: raspberrypi/linux, issue 7247';
  return new ProvisioningError('board/hotspot-failed', `${error.message}. ${known}`, {
    cause: error,
    details: { ...error.details, protected: true },
  });
}
